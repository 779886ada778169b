import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import type { StockInput, StockOutput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** How much of an article is on hand, for scanners that do not know articles yet. */
export const stock = async (ports: Ports, _envelope: Envelope, input: StockInput): Promise<Result<StockOutput>> => {
  const article = await ports.repositories.articles.get(ports.database, input.article);
  return article === null ? fail("notFound", `There is no article ${input.article}.`) : ok({ onHand: article.onHand });
};
