// Runs random edits by hand against random changes of a spec: `npm run merge:cases -- 10000 7` takes ten thousand cases of seed 7, and compiles one in ten.
// Prints how many files were merged, how many conflicts there were, how many of those a better merge would not have had, and what no longer compiled.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [cases = "10000", seed = "1"] = process.argv.slice(2);
if (![cases, seed].every((text) => /^\d+$/.test(text))) throw new Error("two numbers are wanted: how many cases, and the seed");

/** Shop with its packages, for the compiler to read: one that is there already, or one of our own. */
const given = process.env.KEYBEAM_MERGE_PROJECT;
const folder = given ?? installed();
const { status } = spawnSync("npx", ["vitest", "run", "--project", "paired", "--testTimeout", "0", "test/workspace/cases"], {
  stdio: "inherit",
  env: { ...process.env, KEYBEAM_MERGE_CASES: cases, KEYBEAM_MERGE_SEED: seed, KEYBEAM_MERGE_SHOW: "1", KEYBEAM_MERGE_PROJECT: folder },
});
if (given === undefined) rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;

function installed() {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-merge-")));
  copyFileSync(new URL("../examples/shop/architecture.yaml", import.meta.url), join(made, "architecture.yaml"));
  must(process.execPath, [fileURLToPath(new URL("../bin/keybeam.js", import.meta.url)), "generate"], made);
  must("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], made);
  return made;
}

function must(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}
