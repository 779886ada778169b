// Which forms of import keybeam and its peers see. Each form is a file that imports one thing which a rule forbids; a form counts
// as seen where the tool names that file. keybeam must see all of them, or the exit code is 1.
//   node bench/check/forms.mjs [--markdown]
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bench, install } from "./corpora.mjs";
import { formPeers, formTools } from "./form-tools.mjs";
import { load } from "./load.mjs";

const { readForms } = await load("../test/check/every-form.ts");
const fixture = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "test", "check", "fixture", "every-form.txt");
const { cases, files } = readForms(pathToFileURL(fixture));
const modules = install("form-peers", formPeers, []);
const folder = layOut();

const seen = {};
for (const [name, run] of Object.entries(formTools(folder, modules))) {
  process.stderr.write(`${name} …\n`);
  const said = run();
  seen[name] = new Set(cases.filter(({ path }) => said.includes(path)).map(({ path }) => path));
}
const names = Object.keys(seen);
const totals = names.map((name) => seen[name].size);
const mark = (name, path) => (seen[name].has(path) ? "yes" : "");
if (process.argv.includes("--markdown")) {
  console.log(`| form | ${names.join(" | ")} |\n|${" --- |".repeat(names.length + 1)}`);
  for (const one of cases) console.log(`| ${one.name.replaceAll("|", "\\|")} | ${names.map((name) => mark(name, one.path)).join(" | ")} |`);
  console.log(`| **of ${cases.length}** | ${totals.map((total) => `**${total}**`).join(" | ")} |`);
} else {
  const rows = cases.map((one) => [one.name, Object.fromEntries(names.map((name) => [name, mark(name, one.path)]))]);
  console.table(Object.fromEntries([...rows, [`of ${cases.length}`, Object.fromEntries(names.map((name, at) => [name, totals[at]]))]]));
}
if (seen.keybeam.size < cases.length) process.exitCode = 1;

/** The fixture on the disk, with the link that npm makes for its workspace. */
function layOut() {
  const into = join(bench, "forms");
  rmSync(into, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  }
  mkdirSync(join(into, "node_modules", "@forms"), { recursive: true });
  symlinkSync(join(into, "packages", "kit"), join(into, "node_modules", "@forms", "kit"));
  return into;
}
