// Writes modules at random and holds the scan to the TypeScript parser: 0 missed, 0 extra, 0 of another kind, or exit code 1.
//   node bench/check/fuzz.mjs [--runs 20000] [--seed 1]
import { parseArgs, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { load } from "./load.mjs";

const { scan } = await load("check/extract/scan/index.ts");
const { parse } = await load("check/extract/parse.ts");
const { dialectOf } = await load("check/extract/fact.ts");
const { moduleText } = await load("../test/check/modules.ts");
const { values } = parseArgs({ options: { runs: { type: "string", default: "20000" }, seed: { type: "string" } } });
const numRuns = Number(values.runs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);

const rows = {};
for (const path of ["a.ts", "a.tsx", "a.mts", "a.js", "a.cjs"]) {
  const row = { modules: numRuns, imports: 0, "left to the parser": 0, seed, differs: "" };
  rows[path] = row;
  const agrees = fc.property(moduleText(dialectOf(path)), (text) => {
    const scanned = scan(text, dialectOf(path));
    if (scanned === null) row["left to the parser"]++;
    else row.imports += scanned.imports.length;
    return scanned === null || isDeepStrictEqual(scanned.imports, parse(path, text).imports);
  });
  const { failed, counterexample } = fc.check(agrees, { numRuns, seed });
  if (!failed) continue;
  row.differs = JSON.stringify(counterexample);
  console.error(`${path}: ${row.differs}`);
  process.exitCode = 1;
}
console.table(rows);
