// A unit of which the answer to a commit is lost, and which is killed then: what was saved is saved, and nobody was told.
import { createClient } from "./client.mjs";
import { startCopy } from "./copy.mjs";
import { withProxy } from "./between.mjs";
import { unitsOf } from "./system.mjs";

const TRIES = 5;

const ownerOf = (rig, route) => {
  const units = unitsOf(rig.folder).filter(({ environment }) => environment["DATABASE_URL"] !== undefined && environment["PORT"] !== undefined);
  return units.find(({ name }) => name.replaceAll("-", "_") === route.service) ?? (units.length === 1 ? units[0] : null);
};

/**
 * Sends what a route takes to a unit of its own.
 * @returns the request that was saved and not answered; null where no process of ours answers the route
 */
export async function unanswered(rig, route) {
  const unit = ownerOf(rig, route);
  if (unit === null) return null;
  for (let again = 0; again < TRIES; again += 1) {
    const { proxy, env } = await withProxy(unit);
    const copy = await startCopy(rig, unit, { env });
    await copy.ready();
    const client = createClient(copy.url, () => undefined);
    const request = await rig.samples.valid(route);
    const lost = proxy.lose("commit\0", { before: false, patienceMs: 5_000 });
    const answer = client.send(request).catch(() => null);
    if (await lost) await copy.stop("SIGKILL");
    const told = await answer;
    client.close();
    await copy.stop("SIGKILL");
    proxy.close();
    // Another commit, of a job say, may have come before.
    if (told === null || told.status >= 500) return request;
  }
  throw new Error(`the answer to a commit of ${route.name} could not be lost`);
}
