import { once } from "node:events";
import { createServer } from "node:net";

/** Tries until there is a value that counts; slow machines are slow, so a minute and a half. */
export const eventually = async <Value>(
  what: string,
  attempt: () => Promise<Value | null | undefined | false>,
): Promise<Value> => {
  const begun = performance.now();
  let fault: unknown;
  while (performance.now() - begun < 90_000) {
    try {
      const value = await attempt();
      if (value !== null && value !== undefined && value !== false) return value;
    } catch (error) {
      fault = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited 90 seconds until ${what}`, { cause: fault });
};

/** The first of so many free ports in a row, below those that the system gives to clients. */
export const freePorts = async (count: number): Promise<number> => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
};

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer();
  try {
    await once(probe.listen(port, "127.0.0.1"), "listening");
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
};
