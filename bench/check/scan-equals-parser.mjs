// Holds the lexical scan to the TypeScript parser on real packages: 0 missed, 0 extra, 0 of another kind, or exit code 1.
import { readFileSync } from "node:fs";
import { corpora, install, sourcesOf } from "./corpora.mjs";
import { load } from "./load.mjs";

const { scan } = await load("check/extract/scan/index.ts");
const { parse } = await load("check/extract/parse.ts");
const { dialectOf } = await load("check/extract/fact.ts");

const modules = install("corpora", corpora);
const rows = corpora.map((corpus) => compare(corpus));
const total = rows.reduce((sum, row) => Object.fromEntries(Object.keys(row).map((key) => [key, sum[key] + row[key]])));
console.table(Object.fromEntries([...rows.map((row, index) => [corpora[index].name, row]), ["all", total]]));
if (total.missed + total.extra + total.other > 0) process.exitCode = 1;

function compare(corpus) {
  const row = { files: 0, "left to the parser": 0, imports: 0, missed: 0, extra: 0, other: 0 };
  for (const path of sourcesOf(corpus, modules)) {
    const text = readFileSync(path, "utf8");
    row.files++;
    const scanned = scan(text, dialectOf(path));
    if (scanned === null) row["left to the parser"]++;
    else tally(row, path, scanned.imports, parse(path, text).imports);
  }
  return row;
}

/** An import is the same where its offset is; of another kind where anything else about it differs. */
function tally(row, path, found, wanted) {
  const byStart = new Map(found.map((fact) => [fact.start, fact]));
  for (const fact of wanted) {
    const twin = byStart.get(fact.start);
    byStart.delete(fact.start);
    row.imports++;
    if (twin === undefined) blame(row, "missed", path, fact);
    else if (!isSame(twin, fact)) blame(row, "other", path, fact);
  }
  for (const fact of byStart.values()) blame(row, "extra", path, fact);
}

function isSame(a, b) {
  return Object.keys(b).every((key) => a[key] === b[key]);
}

function blame(row, what, path, { form, specifier, start }) {
  row[what]++;
  console.error(`${what}: ${form} "${specifier}" at ${start} of ${path}`);
}
