// Takes an edited shop through ten changes of its spec: `npm run ten:changes`. After each, the project compiles, its tests are green, `plan` has nothing to do and
// every edit by hand is there. With `--tests last` the tests run after the last change alone. With `--packages FOLDER`, a node_modules of shop's, nothing is
// installed, and the project compiles and is tested at the end alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { changes } from "./ten-changes/changes.mjs";
import { editByHand, lostIn } from "./ten-changes/edits.mjs";
import { testArguments } from "./test-arguments.mjs";

const { tests, packages } = parseArgs({ options: { tests: { type: "string", default: "each" }, packages: { type: "string" } } }).values;
const bin = fileURLToPath(new URL("../bin/keybeam.js", import.meta.url));
const home = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-ten-")));
const folder = join(home, "demo");
const specFile = join(folder, "architecture.yaml");

try {
  must([process.execPath, bin, "new", "demo", "--example", "shop", "--yes"], home);
  if (packages === undefined) install();
  editByHand(folder);
  verify("as edited", packages === undefined, tests === "each");
  for (const [n, change] of changes.entries()) {
    const last = n === changes.length - 1;
    const named = packagesNamed();
    carryOut(change);
    if (packages === undefined && packagesNamed() !== named) install();
    if (packages !== undefined && last) symlinkSync(packages, join(folder, "node_modules"));
    verify(`${n + 1}. ${change.what}`, packages === undefined || last, tests === "each" || last);
  }
  console.info(`${changes.length} changes, and all edits are there.`);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function carryOut({ edit, add = [] }) {
  if (edit !== undefined) {
    writeFileSync(specFile, edit(readFileSync(specFile, "utf8")));
    keybeam("generate");
  }
  for (const words of add) keybeam("add", ...words, "--yes");
}

function verify(what, compiles, isTested) {
  keybeam("plan");
  const lost = lostIn(folder);
  if (lost.length > 0) throw new Error(`${what}: edits are lost: ${lost.join("; ")}`);
  if (compiles) {
    must([join(folder, "node_modules/.bin/tsc"), "-p", "."], folder);
    keybeam("check");
    if (isTested) must(["npm", "test", "--silent", "--", "--testTimeout=120000", ...testArguments(folder)], folder);
  }
  console.info(`ok  ${what}: ${["nothing to do", ...(compiles ? ["compiles"] : []), ...(compiles && isTested ? ["tests green"] : [])].join(", ")}`);
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
