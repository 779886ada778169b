// Rewrites test/golden/: the trees that keybeam makes of the examples. Read the difference before you commit it.
import { spawnSync } from "node:child_process";

const { status } = spawnSync("npx", ["vitest", "run", "--project", "fast", "test/golden.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, KEYBEAM_GOLDEN: "write" },
});
process.exitCode = status ?? 1;
