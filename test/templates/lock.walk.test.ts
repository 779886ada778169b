import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { controlOf, holderOf, takeLock } from "../../templates/platform/src/platform/dev/lock.ts";

// The lock of the embedded Postgres is the same in every generated project, so it is tried here and not in each of them.

const folder = mkdtempSync(join(tmpdir(), "lock-"));
const lock = join(folder, "keeper.lock");

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["nobody holds", null],
  ["is empty, as one cut off", ""],
  ["names a process that lives but never took it", "1"],
  ["names a process that had this number before", `${process.pid}\nlong ago\n`],
  ["names a process that is no more", "99999999\nlong ago\n"],
])("a lock that %s is taken", async (_name, text) => {
  rmSync(lock, { force: true });
  if (text !== null) writeFileSync(lock, text);
  expect(await takeLock(lock)).toBe(true);
  expect(holderOf(lock)).toBe(process.pid);
});

test("the lock says where its holder listens, and nothing of one who is gone", async () => {
  rmSync(lock, { force: true });
  expect(controlOf(lock)).toBe("");
  expect(await takeLock(lock, "/run/keeper.sock")).toBe(true);
  expect(controlOf(lock)).toBe("/run/keeper.sock");
  writeFileSync(lock, "99999999\nlong ago\n/run/keeper.sock\n");
  expect(controlOf(lock)).toBe("");
});

test("of two at once one takes it, and a living holder keeps it until it ends", async () => {
  rmSync(lock, { force: true });
  const script = join(folder, "lock.mjs");
  buildSync({ entryPoints: ["templates/platform/src/platform/dev/lock.ts"], outfile: script, platform: "node", format: "esm", bundle: true });
  const taking = `const { takeLock } = await import(${JSON.stringify(script)}); console.log(await takeLock(${JSON.stringify(lock)})); setInterval(() => {}, 1000);`;
  const args = ["--input-type=module", "-e", taking];
  const takers = [1, 2].map(() => spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] }));
  const answers = await Promise.all(takers.map(async (taker) => String((await once(taker.stdout, "data"))[0]).trim()));
  expect([...answers].sort()).toEqual(["false", "true"]);
  expect(await takeLock(lock)).toBe(false);
  for (const taker of takers) {
    taker.kill("SIGKILL");
    await once(taker, "exit");
  }
  expect(await takeLock(lock)).toBe(true);
});
