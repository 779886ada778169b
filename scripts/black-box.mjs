// Starts a generated backend and attacks it from outside, row by row, for every route of its OpenAPI document.
//   npm run black-box -- [--spec shop]... [--topology microservices]... [--rows B01,B22] [--long] [--json]
//     [--results FOLDER] [--report FILE]
// `--spec clinic+graphql` asks for another style of API besides.
// Results are kept in the folder, one file a system, where rows of a later run take the place of those of an earlier one; a report is made of all that are there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { blackBox } from "./black-box/index.mjs";
import { report } from "./black-box/report.mjs";

const { values } = parseArgs({
  options: {
    spec: { type: "string", multiple: true, default: ["shop"] },
    topology: { type: "string", multiple: true, default: ["modular-monolith"] },
    rows: { type: "string", default: "" },
    long: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    results: { type: "string" },
    report: { type: "string" },
  },
});
const rows = values.rows === "" ? [] : values.rows.split(",");

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const say = ({ id, title, status, checks, reason, faults = [], ms }) => {
  const looked = checks === undefined ? "" : `, ${checks} checks`;
  console.error(`${id} ${title}: ${status}${reason === undefined ? "" : `, ${reason}`}${looked}, ${seconds(ms)}`);
  for (const fault of faults) console.error(`     ${fault}`);
};

function keep(spec, topology, results) {
  mkdirSync(values.results, { recursive: true });
  const file = join(values.results, `${spec}-${topology}.json`);
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).results : [];
  const others = earlier.filter(({ id }) => !results.some((one) => one.id === id));
  writeFileSync(file, JSON.stringify({ spec, topology, results: [...others, ...results] }, null, 1));
}

const all = [];
for (const spec of values.spec) {
  for (const topology of values.topology) {
    console.error(`${spec} as ${topology}`);
    const results = await blackBox(spec, topology, { rows, long: values.long, tell: say });
    all.push({ spec, topology, results });
    if (values.results === undefined) continue;
    keep(spec, topology, results);
  }
}
if (values.report !== undefined && values.results !== undefined) writeFileSync(values.report, report(values.results));
if (values.json) console.log(JSON.stringify(all, null, 1));
if (all.some(({ results }) => results.some(({ status }) => status === "failed"))) process.exitCode = 1;
