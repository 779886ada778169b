// What `keybeam plan` costs where nothing is to be done, on 50 services and over 10,000 files. More than a second of a processor is exit code 1: that holds
// beside other work, times of the wall count on an idle machine alone.
//   npm run build && node bench/plan.mjs [topology]
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure, median } from "./check/measure.mjs";

const keybeam = fileURLToPath(new URL("../bin/keybeam.js", import.meta.url));
const [topology = "modular-monolith"] = process.argv.slice(2);
const LIMIT_S = 1;
const RUNS = 7;
const SETTLING_MS = 2500;

const folder = mkdtempSync(join(tmpdir(), "keybeam-plan-"));
try {
  writeFileSync(join(folder, "architecture.yaml"), specOf({ services: 50, entities: 10, operations: 138 }));
  const [generate] = timed("generate", 1);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.parentPath.includes(".keybeam")).length;
  const rows = { generate, "plan right after it": median(timed("plan", 1)) };
  await new Promise((done) => setTimeout(done, SETTLING_MS));
  timed("plan", 1);
  rows["plan"] = median(timed("plan", RUNS));
  rmSync(join(folder, ".keybeam/cache"), { recursive: true });
  rows["plan without the index, as in a fresh clone"] = median(timed("plan", 1));
  console.log(`${files} files, ${topology}; Node ${process.version}`);
  console.table(Object.fromEntries(Object.entries(rows).map(([what, { cpu, wall }]) => [what, { "CPU, s": cpu, "wall, s": wall }])));
  if (rows["plan"].cpu > LIMIT_S || rows["plan right after it"].cpu > LIMIT_S) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timed(command, runs) {
  return Array.from({ length: runs }, () => {
    const run = measure({ command: [process.execPath, keybeam, command], cwd: folder });
    if (run.status !== 0) throw new Error(`keybeam ${command} ended in ${run.status}: ${run.output.slice(-2000)}`);
    return run;
  });
}

function specOf({ services, entities, operations }) {
  const letters = (n) => String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26));
  const numbers = (n) => Array.from({ length: n }, (_, index) => index);
  const blocks = numbers(services).map((s) => {
    const names = numbers(entities).map((e) => `Thing${letters(s)}${letters(e)}`);
    return [
      `  part${letters(s)}:`,
      "    entities:",
      ...names.map((name) => `      ${name}: { fields: { title: string(1..80), size: int(0..) } }`),
      `    api: { resources: { ${names.map((name) => `${name}: [list, get, create, update, delete]`).join(", ")} } }`,
      "    operations:",
      ...numbers(operations).map((o) => `      act${letters(o)}: { http: POST /part${letters(s)}/act${letters(o)} }`),
    ].join("\n");
  });
  return `keybeam: 1\nname: big\ntopology: ${topology}\nservices:\n${blocks.join("\n")}\nauth: { model: none }\n`;
}
