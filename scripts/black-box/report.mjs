// Results of several systems as a table: a row of the black box a line, a system a column.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROWS } from "./index.mjs";

const ORDER = ["monolith", "modular-monolith", "microservices", "serverless", "hybrid"];

/** Rows of the table that this suite does not run, and what does. */
const ELSEWHERE = {
  "B13 over GraphQL": "other names for the same field: `npm run black-box -- --spec clinic+graphql --rows B13`",
  B68: "alert rules: `npm run verify:api`",
  B76: "Kubernetes manifests and bad twins: `npm run verify:deploy`",
  B79: "handlers of functions: `test/e2e/backend-serverless.e2e.test.ts`, and all rows above over their emulator",
};

/** Rows of the suite that no run had. */
function notRun(rows) {
  const missing = ROWS.filter(({ id }) => !rows.has(id));
  if (missing.length === 0) return "";
  return `## Rows that were not run this time\n\nThey take minutes each, and an idle machine: \`--long\`.\n\n${missing.map(({ id, title }) => `- ${id}, ${title}`).join("\n")}\n\n`;
}

const marks = { passed: "✓", failed: "✗", "not applicable": "–" };

const cell = (result) => (result === undefined ? " " : result.status === "passed" ? `✓ ${result.checks}` : marks[result.status]);

export function report(folder) {
  const systems = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
    .sort((a, b) => (a.spec === b.spec ? ORDER.indexOf(a.topology) - ORDER.indexOf(b.topology) : a.spec === "shop" ? -1 : b.spec === "shop" ? 1 : a.spec < b.spec ? -1 : 1));
  const rows = new Map(systems.flatMap(({ results }) => results.map(({ id, title }) => [id, title])));
  const ids = [...rows.keys()].sort();
  const of = (system, id) => system.results.find((result) => result.id === id);
  const heads = systems.map(({ spec, topology }) => `${spec}, ${topology}`);
  const table = [
    `| row | holds that | ${heads.join(" | ")} |`,
    `| --- | --- |${" ---: |".repeat(heads.length)}`,
    ...ids.map((id) => `| ${id} | ${rows.get(id)} | ${systems.map((system) => cell(of(system, id))).join(" | ")} |`),
  ];
  const reasons = ids.flatMap((id) => {
    const told = new Map();
    for (const system of systems) {
      const result = of(system, id);
      if (result?.reason !== undefined) told.set(result.reason, [...(told.get(result.reason) ?? []), `${system.spec}, ${system.topology}`]);
    }
    return [...told].map(([reason, where]) => `- ${id}: ${reason} (${where.length === systems.length ? "all" : where.join("; ")})`);
  });
  const faults = systems.flatMap(({ spec, topology, results }) =>
    results.filter(({ status }) => status === "failed").map(({ id, faults: [first = ""] }) => `- ${id}, ${spec} as ${topology}: ${first.split("\n")[0].slice(0, 300)}`),
  );
  const count = (status) => systems.reduce((sum, { results }) => sum + results.filter((result) => result.status === status).length, 0);
  return `# The black box: what generated backends showed from outside

Made by \`npm run black-box -- --long --results FOLDER --report docs/black-box.md --spec … --topology …\`, which generates a system, starts it and attacks it on
loopback, for every route of its OpenAPI document. A number is how many answers a row looked at; – is a row that does not concern the system,
an empty cell one that takes minutes and that this system was not put through. Of a row that was run more than once the last result counts.
${count("passed")} passed, ${count("failed")} failed, ${count("not applicable")} not applicable.

${table.join("\n")}

## Why a row does not concern a system

${reasons.join("\n")}
${faults.length === 0 ? "" : `\n## What failed\n\n${faults.join("\n")}\n`}
## Rows that something else holds

${Object.entries(ELSEWHERE)
  .map(([id, where]) => `- ${id}, ${where}`)
  .join("\n")}

${notRun(rows)}The weakenings that the rows are held to: \`npm run black-box:mutants\`.
`;
}
