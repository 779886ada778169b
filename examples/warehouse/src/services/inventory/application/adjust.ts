import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { AdjustInput, AdjustOutput } from "../contract.ts";
import { book } from "./book.ts";
import type { Ports } from "./ports.ts";

/** Corrects what is on hand after a count. */
export const adjust = (ports: Ports, _envelope: Envelope, input: AdjustInput): Promise<Result<AdjustOutput>> =>
  ports.database.transaction(async (transaction) => {
    const booked = await book(ports, transaction, { ...input, source: ports.newId() });
    return booked.ok ? ok({ onHand: booked.value }) : booked;
  });
