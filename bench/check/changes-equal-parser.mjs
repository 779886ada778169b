// Holds what the tokens tell of changed variables to the syntax tree: wherever the tree has a change, the tokens must say that there may be one, or exit
// code 1. On the corpora, and on modules written at random.
//   node bench/check/changes-equal-parser.mjs [--runs 20000] [--seed 1]
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { corpora, install, sourcesOf } from "./corpora.mjs";
import { load } from "./load.mjs";

const { changesIn } = await load("check/meaning/changes/index.ts");
const { collect } = await load("check/meaning/collect.ts");
const { changingText } = await load("../test/check/changing.ts");
const { values } = parseArgs({ options: { runs: { type: "string", default: "20000" }, seed: { type: "string" } } });
const numRuns = Number(values.runs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);

const modules = install("corpora", corpora);
const rows = Object.fromEntries(corpora.map((corpus) => [corpus.name, compare(sourcesOf(corpus, modules))]));
for (const path of ["a.ts", "a.tsx", "a.js"]) rows[`at random, ${path}`] = tryAtRandom(path);
console.table(rows);
if (Object.values(rows).some(({ missed }) => missed > 0)) process.exitCode = 1;

function compare(paths) {
  const row = { files: 0, "change something": 0, "may, by their tokens": 0, missed: 0 };
  for (const path of paths) look(row, path, readFileSync(path, "utf8"));
  return row;
}

function tryAtRandom(path) {
  const row = { files: 0, "change something": 0, "may, by their tokens": 0, missed: 0 };
  const { failed, counterexample } = fc.check(fc.property(changingText, (text) => look(row, path, text)), { numRuns, seed });
  if (failed) console.error(`seed ${seed}: ${JSON.stringify(counterexample)}`);
  return row;
}

/** False where the tokens miss a change. */
function look(row, path, text) {
  const kinds = new Set(collect(path, text, ["state", "foreign-state"]).map(({ kind }) => kind));
  const { own, imported } = changesIn(path, text);
  row.files++;
  if (kinds.has("state") || kinds.has("foreign-state")) row["change something"]++;
  if (own || imported) row["may, by their tokens"]++;
  const isMissed = (kinds.has("state") && !own) || (kinds.has("foreign-state") && !imported);
  if (!isMissed) return true;
  row.missed++;
  console.error(`missed in ${path}`);
  return false;
}
