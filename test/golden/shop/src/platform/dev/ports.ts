import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below all that systems give to connections by themselves: such a one could be gone before somebody listens on it. */
const FIRST = 20_000;
const LAST = 32_000;

const given = new Set<number>();

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** A port of the loopback that nobody listens on, another one each time. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
};
