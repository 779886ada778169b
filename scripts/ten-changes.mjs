// Takes an edited shop through ten changes of its spec: `npm run ten:changes`. After each, the project compiles, its tests are green, `plan` has nothing to do and
// every edit by hand is there. With `--tests risky` the tests run after the riskiest changes and the last alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { changes } from "./ten-changes/changes.mjs";
import { editByHand, lostIn } from "./ten-changes/edits.mjs";

const bin = fileURLToPath(new URL("../bin/keybeam.js", import.meta.url));
const onlyRisky = process.argv.includes("risky");
const home = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-ten-")));
const folder = join(home, "demo");
const specFile = join(folder, "architecture.yaml");

try {
  must([process.execPath, bin, "new", "demo", "--example", "shop", "--yes"], home);
  install();
  editByHand(folder);
  verify("as edited", !onlyRisky);
  for (const [n, change] of changes.entries()) {
    const packages = packagesNamed();
    if (change.edit !== undefined) {
      writeFileSync(specFile, change.edit(readFileSync(specFile, "utf8")));
      keybeam("generate");
    }
    for (const words of change.add ?? []) keybeam("add", ...words, "--yes");
    if (packagesNamed() !== packages) install();
    verify(`${n + 1}. ${change.what}`, !onlyRisky || n === changes.length - 1 || change.risky === "tests");
  }
  console.info(`${changes.length} changes: each compiles, \`plan\` has nothing to do after it, and all edits are there.`);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function verify(what, withTests) {
  keybeam("plan");
  const lost = lostIn(folder);
  if (lost.length > 0) throw new Error(`${what}: edits are lost: ${lost.join("; ")}`);
  must(["npx", "tsc", "-p", "."], folder);
  must([process.execPath, bin, "check"], folder);
  if (withTests) must(["npm", "test", "--silent"], folder);
  console.info(`ok  ${what}${withTests ? ", its tests too" : ""}`);
}

/** What the project installs, as a text that changes with it. */
function packagesNamed() {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return JSON.stringify([dependencies, devDependencies, optionalDependencies]);
}

function install() {
  must(["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], folder);
}

function keybeam(...words) {
  must([process.execPath, bin, ...words], folder);
}

function must([command, ...words], cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
}
