// How the cost of `keybeam check` grows: trees of 6,250 to 50,000 files, each of 200 lines with eight imports, cold and warm.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bench } from "./corpora.mjs";
import { load } from "./load.mjs";
import { measure } from "./measure.mjs";

const keybeam = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "bin", "keybeam.js");
// With architecture.yaml it makes 50,000, the most that check reads.
// The rules on meaning are off: they have a bench of their own.
const SIZES = [6_250, 12_500, 25_000, 49_999];
const BODY = Array.from(
  { length: 192 },
  (_, line) => `export const value${line} = (x: number) => x / ${line + 1} + "a string of text".length;\n`,
).join("");

const { rules } = await load("check/rules/index.ts");
const off = rules.flatMap(({ id, reads }) => (reads === undefined ? [] : [`${id}: "off"`])).join(", ");
const rows = {};
for (const size of SIZES) {
  const folder = grow(size);
  const command = { command: [process.execPath, keybeam, "check"], cwd: folder };
  // What has changed within the last two seconds keybeam does not yet recognise.
  await sleep(2500);
  const [cold, warm] = [measure(command), measure(command)];
  if (!cold.output.includes(`${size} files`))
    throw new Error(`check did not read all ${size} files:\n${cold.output.slice(-500)}`);
  const perFile = (cpu) => `${((cpu * 1e6) / size).toFixed(0)} µs`;
  rows[size] = {
    "cold CPU s": cold.cpu.toFixed(2),
    "a file": perFile(cold.cpu),
    "cold MiB": Math.round(cold.memory),
    "warm CPU s": warm.cpu.toFixed(2),
    "a file, warm": perFile(warm.cpu),
    "warm MiB": Math.round(warm.memory),
  };
}
console.table(rows);

/** Files in folders of fifty; each imports eight that come before it, so that nothing goes in a circle. */
function grow(size) {
  const folder = join(bench, "growth");
  rmSync(folder, { recursive: true, force: true });
  const home = (index) => `src/m${Math.floor(index / 50)}`;
  for (let index = 0; index < size; index++) {
    if (index % 50 === 0) mkdirSync(join(folder, home(index)), { recursive: true });
    const targets = Array.from({ length: Math.min(8, index) }, (_, step) => Math.floor((index - 1) / (step + 1)));
    const imports = targets.map(
      (to, step) => `import { value${step} as v${step} } from "../../${home(to)}/f${to}.ts";\n`,
    );
    writeFileSync(join(folder, home(index), `f${index}.ts`), imports.join("") + BODY);
  }
  writeFileSync(join(folder, "architecture.yaml"), `keybeam: 1\nname: growth\nlayers:\n  all: { paths: ["src/**"] }\ncheck: { rules: { ${off} } }\n`);
  return folder;
}
