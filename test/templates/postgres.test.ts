import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readiness } from "../../templates/platform/src/platform/dev/postgres.ts";

test.each(["SIGKILL", "SIGTERM"] as const)("a Postgres that ended by %s is not waited for", async (signal) => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
  await once(child, "spawn");
  const waited = expect(readiness(join(tmpdir(), "no-such-postgres", "data"), child)).rejects.toThrow("did not start");
  child.kill(signal);
  await waited;
});
