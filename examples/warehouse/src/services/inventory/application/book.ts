import { firstWith } from "../../../platform/kernel/listing.ts";
import { fail, failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { Queries } from "../../../platform/kernel/world.ts";
import { newBooking } from "../domain/booking.ts";
import type { Ports } from "./ports.ts";

/** A change of what is on hand, and the delivery, the task or the count that it came from. */
export interface Change {
  readonly article: string;
  readonly source: string;
  readonly change: number;
}

/** Books a change, and gives back what is on hand then. A source is booked once, however often it is told. */
export const book = async (ports: Ports, queries: Queries, change: Change): Promise<Result<number>> => {
  const article = await ports.repositories.articles.lock(queries, change.article);
  if (article === null) return fail("notFound", `There is no article ${change.article}.`);
  const { items } = await ports.repositories.bookings.list(queries, firstWith({ source: change.source }));
  if (items.length > 0) return ok(article.onHand);
  const onHand = article.onHand + change.change;
  if (onHand < 0) return failDomain("BelowZero", `There are ${article.onHand} of ${article.code}.`);
  const changed = { ...article, onHand, updatedAt: ports.now(), version: article.version + 1 };
  await ports.repositories.articles.update(queries, article, changed);
  await ports.repositories.bookings.insert(queries, newBooking(change, ports.newId(), ports.now()));
  return ok(onHand);
};
