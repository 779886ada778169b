import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { QuoteInput, QuoteOutput } from "../contract.ts";
import { totalOf } from "../domain/price.ts";
import type { Ports } from "./ports.ts";
import { pricedNow } from "./prices.ts";

/** What these lines would cost now. */
export const quote = async (ports: Ports, envelope: Envelope, input: QuoteInput): Promise<Result<QuoteOutput>> => {
  const priced = await pricedNow(ports, envelope, input.lines);
  if (!priced.ok) return priced;
  const total = totalOf(priced.value);
  return total.ok ? ok({ total: total.value }) : total;
};
