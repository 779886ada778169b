// What rules on meaning cost on top of rules on imports, and beside dependency-cruiser's default run.
//   node bench/check/meaning.mjs [--runs 3]
// The code is the corpora together. A part imports no other part; within effect three layers make the compiler work: what lies above its core may
// use the core, and may not name types of its `internal`, which all of the core leads to.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bench, install, layOut } from "./corpora.mjs";
import { measure } from "./measure.mjs";
import { forget, peers, toolsFor } from "./tools.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" } } });
const MEANING = [
  "call-without-deadline",
  "environment-outside-config",
  "foreign-repository",
  "foreign-table",
  "secret-in-code",
  "signature-leak",
  "statelessness",
  "transaction-across-services",
];
const IMPORTS = ["cycles", "unresolved-import", "dynamic-import", "unplaced-file", "undeclared-dependency", "dev-dependency", "empty-layer"];

const code = layOut(join(bench, "meaning"));
const tools = toolsFor(code, install("peers", peers, []));
const keybeam = tools.find(({ name }) => name === "keybeam");
const cruiser = tools.find(({ name }) => name === "dependency-cruiser");
cruiser.config();

const variants = [
  { name: "imports only", off: MEANING },
  { name: "with rules on meaning, but for types", off: ["signature-leak"] },
  { name: "with all rules on meaning", off: [] },
];
const rows = [];
for (let run = 0; run < Number(values.runs); run++) {
  for (const { name, off } of variants) {
    // All rules named, so that layers without a role are asked for state as well.
    writeFileSync(join(code.folder, "architecture.yaml"), specFor(off));
    forget(code.folder, keybeam);
    note(`${name}, cold`, keybeam);
    await settled();
    note("", keybeam);
    note(`${name}, warm`, keybeam);
  }
  note("dependency-cruiser", cruiser);
}
print();

function note(name, tool) {
  const result = measure({ command: tool.command, cwd: code.folder });
  if (name !== "") rows.push({ name, ...result });
}

/** A file that has only just changed is not recognised by its times. */
function settled() {
  return new Promise((done) => setTimeout(done, 2500));
}

function print() {
  const names = [...new Set(rows.map(({ name }) => name))];
  const median = (name) => {
    const all = rows.filter((row) => row.name === name).sort((a, b) => a.cpu - b.cpu);
    return all[Math.floor(all.length / 2)];
  };
  const table = names.map((name) => {
    const { cpu, wall, memory, output } = median(name);
    const base = name.endsWith("warm") ? median("imports only, warm").cpu : name.endsWith("cold") ? median("dependency-cruiser").cpu : cpu;
    const summary = /\d+ errors?, \d+ warnings?; .*/.exec(output)?.[0] ?? "";
    return [name, { "CPU s": cpu.toFixed(2), "wall s": wall.toFixed(2), MiB: Math.round(memory), ratio: (cpu / base).toFixed(2), summary }];
  });
  console.table(Object.fromEntries(table));
  console.log("ratio: cold to dependency-cruiser, warm to imports only, warm");
}

function specFor(off) {
  const plain = code.parts.filter((part) => part !== "effect").map((part) => `  part-${part.toLowerCase()}: { paths: ["src/${part}/**"] }\n`);
  const effect = [
    `  effect-internal: { paths: ["src/effect/internal/**"], uses: [effect-core] }\n`,
    `  effect-core: { paths: ["src/effect/*.ts"], uses: [effect-internal, effect-above] }\n`,
    `  effect-above: { paths: ["src/effect/**"], uses: [effect-core] }\n`,
  ];
  const rules = [...MEANING.map((rule) => `${rule}: ${off.includes(rule) ? '"off"' : "warn"}`), ...IMPORTS.map((rule) => `${rule}: "off"`)];
  return `keybeam: 1\nname: corpora\ntopology: monolith\nlayers:\n${[...effect, ...plain].join("")}check: { rules: { ${rules.join(", ")} } }\n`;
}
