// Breaks a generated backend under load, one fault after the other, and holds what its clients were told to what is stored in the end.
//   npm run faults -- [--seed 1] [--faults 60] [--minutes M] [--topology modular-monolith]... [--only "a unit is killed"]... [--results FOLDER] [--report FILE] [--json]
//   npm run faults -- --mutants [--name "no inbox"]... [--json]
// Results are kept in the folder, one file a run; a report is made of all that are there. FAULTS_KEEP=1 keeps projects and their logs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MUTANTS } from "./faults/mutants.mjs";
import { report } from "./faults/report.mjs";
import { run } from "./faults/run.mjs";
import { weaken } from "./weaken.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    faults: { type: "string", default: "60" },
    minutes: { type: "string", default: "Infinity" },
    topology: { type: "string", multiple: true, default: ["modular-monolith"] },
    only: { type: "string", multiple: true, default: [] },
    mutants: { type: "boolean", default: false },
    name: { type: "string", multiple: true, default: [] },
    results: { type: "string" },
    report: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const keep = (name, result) => {
  if (values.results === undefined) return;
  mkdirSync(values.results, { recursive: true });
  writeFileSync(join(values.results, `${name}.json`), JSON.stringify(result, null, 1));
};

async function breakThem() {
  const results = [];
  for (const topology of values.topology) {
    const tell = (number, { row, name }, ms) => console.error(`${String(number).padStart(4)} ${row} ${name}, ${(ms / 1_000).toFixed(1)} s`);
    const result = await run({ seed: Number(values.seed), faults: Number(values.faults), minutes: Number(values.minutes), topology, kinds: values.only, tell });
    for (const { kind, text } of result.found.slice(0, 30)) console.error(`${kind}: ${text}`);
    console.error(`${topology}, seed ${values.seed}: ${result.injected.length} faults, ${result.found.length} findings; ${JSON.stringify(result.figures)}`);
    keep(`${topology}-${values.seed}`, result);
    results.push(result);
  }
  // Where a time is set as well, it may be up before all faults have come; where nothing was tried, nothing is shown.
  const least = values.minutes === "Infinity" ? Number(values.faults) : 1;
  if (results.some(({ found, injected }) => found.length > 0 || injected.length < least)) process.exitCode = 1;
  return results;
}

async function tryMutants() {
  const chosen = MUTANTS.filter(({ name }) => values.name.length === 0 || values.name.includes(name));
  if (chosen.length === 0) throw new Error("there is no such mutant");
  const seen = [];
  for (const mutant of chosen) {
    const change = (folder) => {
      for (const edit of mutant.edits) weaken(folder, { name: mutant.name, ...edit });
    };
    const { found, injected } = await run({ periodMs: 1_000, ...mutant, seed: Number(values.seed), change }).catch((error) => ({ found: [{ kind: "no run", text: error.message }], injected: [] }));
    const right = found.find(({ kind }) => mutant.found.includes(kind));
    seen.push({ name: mutant.name, isRed: right !== undefined, found: right ?? null, faults: injected.length });
    const others = [...new Set(found.map(({ kind }) => kind))].join(", ");
    console.error(`${right === undefined ? "GREEN" : "red  "} ${mutant.name}: ${right === undefined ? `found ${others || "nothing"}` : `${right.kind}: ${right.text}`}`);
  }
  console.error(`${seen.filter(({ isRed }) => isRed).length} of ${seen.length} seen`);
  if (seen.some(({ isRed }) => !isRed)) process.exitCode = 1;
  // Those of earlier runs stay, so that they can be tried some at a time.
  const file = join(values.results ?? "", "mutants.json");
  const before = values.results !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  keep("mutants", [...before.filter(({ name }) => !seen.some((one) => one.name === name)), ...seen]);
  return seen;
}

const results = values.mutants ? await tryMutants() : await breakThem();
if (values.report !== undefined && values.results !== undefined) writeFileSync(values.report, report(values.results));
if (values.json) console.log(JSON.stringify(results));
