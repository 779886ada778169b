// Weakens generated backends, one way after the other, and sees the row of the black box that is there for it go red. Without a fault they are green.
//   npm run black-box:mutants -- [--only "a trace of zeros goes on"]... [--json]
import { parseArgs } from "node:util";
import { blackBox } from "./black-box/index.mjs";
import { MUTANTS } from "./black-box/mutants.mjs";
import { weaken } from "./weaken.mjs";

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true, default: [] }, json: { type: "boolean", default: false } },
});

const chosen = MUTANTS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
if (chosen.length === 0) throw new Error("there is no such mutant");

const seen = [];
for (const mutant of chosen) {
  const [result] = await blackBox(mutant.example, "modular-monolith", { rows: [mutant.row], change: (folder) => weaken(folder, mutant) });
  const isRed = result?.status === "failed";
  seen.push({ name: mutant.name, row: mutant.row, isRed });
  console.error(`${isRed ? "red  " : "GREEN"} ${mutant.row} ${mutant.name}: ${(result?.faults?.[0] ?? "").split("\n")[0].slice(0, 120)}`);
}
console.error(`${seen.filter(({ isRed }) => isRed).length} of ${seen.length} seen`);
if (values.json) console.log(JSON.stringify(seen));
if (seen.some(({ isRed }) => !isRed)) process.exitCode = 1;
