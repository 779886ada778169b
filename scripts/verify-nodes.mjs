// Keybeam and what it generates on other Nodes than the one at hand: its fast tests, its demo, and two of its examples installed, tested, built, started and
// checked. The Nodes come from npm, in exact versions, to a temporary folder; a line for each step. Minutes each.
//   npm run verify:nodes [-- 22|24 ...] [--without tests|demo|notes|shop ...]
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const VERSIONS = { 22: "22.23.3", 24: "24.21.0" };
const { values, positionals } = parseArgs({ allowPositionals: true, options: { without: { type: "string", multiple: true, default: [] } } });
const wanted = positionals.length > 0 ? positionals : Object.keys(VERSIONS);
if (wanted.some((major) => !(major in VERSIONS))) throw new Error(`of ${Object.keys(VERSIONS).join(", ")} those that are wanted`);
const home = mkdtempSync(join(tmpdir(), "keybeam-nodes-"));

/** The folder of a Node's program. */
function installed(major) {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = join(home, `node-${major}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", `${name}@${VERSIONS[major]}`], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`not run: ${stderr}`);
  return join(folder, "node_modules", name, "bin");
}

try {
  for (const major of wanted) {
    const bin = installed(major);
    const steps = fileURLToPath(new URL("verify-nodes/steps.mjs", import.meta.url));
    // npm, and each program that it starts, takes the first node of the path.
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const { status } = spawnSync(join(bin, "node"), [steps, VERSIONS[major], ...values.without], { env, stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
