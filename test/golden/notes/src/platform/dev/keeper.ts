import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { controlPath, takeLock } from "./lock.ts";
import { type RunningPostgres, startPostgres } from "./postgres.ts";

// A process of its own that keeps Postgres running while somebody holds a connection to it: a user that ends in any
// way, kill -9 among them, lets go of its connection, and the last one to go ends the server.

const GRACE_MS = 300;
const FIRST_USER_MS = 30_000;

const keep = (control: string, lock: string, postgres: RunningPostgres): void => {
  const users = new Set<Socket>();
  const end = async (): Promise<void> => {
    server.close();
    await postgres.stop();
    rmSync(lock, { force: true });
    process.exit(0);
  };
  const endIfUnused = (): void => {
    if (users.size === 0) void end();
  };
  const server = createServer((user) => {
    users.add(user);
    user.on("error", () => undefined);
    user.once("close", () => {
      users.delete(user);
      setTimeout(endIfUnused, GRACE_MS);
    });
    user.resume().write(`${JSON.stringify({ port: postgres.port, password: postgres.password })}\n`);
  });
  rmSync(control, { force: true });
  // Whoever may connect gets the password, so nobody else may.
  process.umask(0o177);
  server.listen(control);
  setTimeout(endIfUnused, FIRST_USER_MS);
  process.on("SIGTERM", () => void end());
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  void postgres.exited.then(() => {
    rmSync(lock, { force: true });
    process.exit(1);
  });
};

const folder = process.argv[2];
if (folder === undefined) throw new Error("The keeper is started by embedded.ts.");
mkdirSync(folder, { recursive: true });
const lock = join(folder, "keeper.lock");
const control = controlPath(folder);
if (await takeLock(lock, control)) {
  try {
    keep(control, lock, await startPostgres(folder));
  } catch (error) {
    appendFileSync(join(folder, "keeper.log"), `${error instanceof Error ? error.message : String(error)}\n`);
    rmSync(lock, { force: true });
    process.exit(1);
  }
}
