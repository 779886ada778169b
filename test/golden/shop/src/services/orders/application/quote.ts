import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { fail, type Result } from "../../../platform/kernel/result.ts";
import type { QuoteInput, QuoteOutput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** What these lines would cost now. */
export const quote = async (_ports: Ports, _envelope: Envelope, _input: QuoteInput): Promise<Result<QuoteOutput>> =>
  fail("notWritten", "orders.quote is still to be written.");
