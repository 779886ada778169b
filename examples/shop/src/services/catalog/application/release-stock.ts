import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { ReleaseStockInput } from "../contract.ts";
import type { Ports } from "./ports.ts";
import { lockProducts, putBack, reservationOf } from "./stock.ts";

/** Puts what was reserved for an order back. An order that reserved nothing, or was released before, is left as it is. */
export const releaseStock = (ports: Ports, _envelope: Envelope, input: ReleaseStockInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const reservation = await reservationOf(ports, transaction, input.order);
    if (reservation === null) return ok({});
    await lockProducts(ports, transaction, reservation.lines);
    // Of two who put it back at once one removes it.
    if (!(await ports.repositories.stockReservations.remove(transaction, reservation))) return ok({});
    const back = await putBack(ports, transaction, reservation.lines);
    return back.ok ? ok({}) : back;
  });
