import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { ReserveStockInput } from "../contract.ts";
import { newStockReservation } from "../domain/stock-reservation.ts";
import type { Ports } from "./ports.ts";
import { lockProducts, putBack, reservationOf, takeOut } from "./stock.ts";

/** Takes the lines out of stock, all of them or none. What the order had reserved before is put back first. */
export const reserveStock = (ports: Ports, _envelope: Envelope, input: ReserveStockInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const earlier = await reservationOf(ports, transaction, input.order);
    await lockProducts(ports, transaction, [...input.lines, ...(earlier?.lines ?? [])]);
    // Where somebody else puts it back at the same time, it is not put back twice.
    if (earlier !== null && (await ports.repositories.stockReservations.remove(transaction, earlier))) {
      await putBack(ports, transaction, earlier.lines);
    }
    const taken = await takeOut(ports, transaction, input.lines);
    if (!taken.ok) return taken;
    const reservation = newStockReservation(input, ports.newId(), ports.now(), ports.newId);
    await ports.repositories.stockReservations.insert(transaction, reservation);
    return ok({});
  });
