import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { firstWith } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { PackInput } from "../contract.ts";
import { newParcel } from "../domain/parcel.ts";
import type { Ports } from "./ports.ts";

/** Packs what was picked, once for each task. */
export const pack = (ports: Ports, _envelope: Envelope, input: PackInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const { items } = await ports.repositories.parcels.list(transaction, firstWith({ pickTask: input.pickTask }));
    if (items.length > 0) return ok({});
    await ports.repositories.parcels.insert(transaction, newParcel(input, ports.newId(), ports.now()));
    return ok({});
  });
