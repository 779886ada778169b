// Breaks one rule of calls after the other in a generated project, and sees its own tests go red for each. Without a
// fault they must be green. Takes some minutes: npm run mutants:calls
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MUTANTS, SPEC } from "./calls/mutants.mjs";
import { weakened } from "./weaken.mjs";

const keybeam = fileURLToPath(new URL("../bin/keybeam.js", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "keybeam-mutants-"));
const project = join(home, "pair");

const run = (command, args, cwd) => {
  const env = { ...process.env, NO_COLOR: "1", SYSTEM_URL: "http://127.0.0.1:9" };
  return spawnSync(command, args, { cwd, encoding: "utf8", env, maxBuffer: 2 ** 26 });
};

const must = (command, args, cwd) => {
  const { status, stdout, stderr } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
};

/** Types are no part of it: what must go red are the tests, of which one is enough. */
const testsPass = (data) => {
  const files = data ? ["src/platform/test/once.test.ts", "src/platform/test/deferred.test.ts"] : ["--config", "calls.config.ts"];
  const { status, stdout } = run("npx", ["vitest", "run", "--bail=1", ...files], project);
  if (!/Tests +.*\d+ (?:passed|failed)/u.test(stdout)) throw new Error(`no test ran:\n${stdout}`);
  return status === 0;
};

const make = () => {
  writeFileSync(join(home, "architecture.yaml"), SPEC);
  must(process.execPath, [keybeam, "new", "pair", "--spec", "architecture.yaml", "--yes"], home);
  must("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], project);
  // These tests need no database, and so no server is started for them.
  const include = ["test/conformance.test.ts", "src/platform/test/calls.test.ts", "src/platform/test/certificates.test.ts"];
  writeFileSync(join(project, "calls.config.ts"), `export default { test: { testTimeout: 20_000, include: ${JSON.stringify(include)} } };\n`);
};

const begun = performance.now();

const survives = ([rule, file, from, to, data]) => {
  const path = join(project, file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, weakened(text, { name: rule, file, from, to }));
  const green = testsPass(data === "data");
  writeFileSync(path, text);
  console.log(`${green ? "NOT SEEN" : "seen    "}  ${rule}`);
  return green;
};

try {
  make();
  if (!testsPass(false) || !testsPass(true)) throw new Error("the tests are red without any fault");
  console.log("green     with no rule broken");
  const only = process.argv[2];
  const chosen = MUTANTS.filter(([rule]) => only === undefined || rule.includes(only));
  const missed = chosen.filter(survives);
  console.log(`${chosen.length - missed.length} of ${chosen.length} broken rules were seen, in ${Math.round((performance.now() - begun) / 1000)} s`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
