// Runs random edits by hand against random changes of a spec: `npm run merge:cases -- 10000 7` takes ten thousand cases of seed 7.
// Prints how many files were merged, how many conflicts there were, and how many of those a better merge would not have had.
import { spawnSync } from "node:child_process";

const [cases = "10000", seed = "1"] = process.argv.slice(2);
if (![cases, seed].every((text) => /^\d+$/.test(text))) throw new Error("two numbers are wanted: how many cases, and the seed");
const { status } = spawnSync("npx", ["vitest", "run", "--project", "e2e", "--testTimeout", "0", "test/workspace/cases"], {
  stdio: "inherit",
  env: { ...process.env, KEYBEAM_MERGE_CASES: cases, KEYBEAM_MERGE_SEED: seed, KEYBEAM_MERGE_SHOW: "1" },
});
process.exitCode = status ?? 1;
