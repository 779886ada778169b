import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { firstWith } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { NoteInput } from "../contract.ts";
import { newTally } from "../domain/tally.ts";
import type { Ports } from "./ports.ts";

/** Counts a parcel that has left the house, once. */
export const note = (ports: Ports, _envelope: Envelope, { parcel }: NoteInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const { items } = await ports.repositories.tallies.list(transaction, firstWith({ parcel }));
    if (items.length > 0) return ok({});
    await ports.repositories.tallies.insert(transaction, newTally({ parcel }, ports.newId(), ports.now()));
    return ok({});
  });
