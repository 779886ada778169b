const examples: Readonly<Record<string, readonly string[]>> = {
  new: ["keybeam new", "keybeam new demo --example shop --yes", "keybeam new . --spec architecture.yaml --install --start"],
  validate: ["keybeam validate", "keybeam validate specs/architecture.yaml --strict", "keybeam validate --format json"],
  plan: ["keybeam plan", "keybeam plan --diff src/services/orders", "keybeam plan --out plan.json", "keybeam plan --format json"],
  generate: ["keybeam generate", "keybeam generate shop/architecture.yaml", "keybeam generate plan.json", "keybeam generate --restore src/app.ts"],
  add: ["keybeam add", 'keybeam add field catalog.Product.weight "int(0..) = 0"', "keybeam add operation --help"],
  extract: ["keybeam extract catalog", "keybeam extract catalog --unit storefront --yes", "keybeam extract thumbnails --as functions --yes"],
  diff: ["keybeam diff", "keybeam diff --format sarif=drift.sarif,pretty"],
  upgrade: ["keybeam upgrade", "keybeam upgrade --yes"],
  undo: ["keybeam undo"],
  init: ["keybeam init", "keybeam init services/shop"],
  check: [
    "keybeam check",
    "keybeam check --changed origin/main --no-inline-config",
    "keybeam check --format sarif=keybeam.sarif,github",
    "keybeam check --baseline-write",
    "keybeam check --fix --dry-run",
  ],
  explain: ["keybeam explain", "keybeam explain layer-uses", "keybeam explain layer", "keybeam explain access"],
  schema: ["keybeam schema > architecture.schema.json"],
};

export const overview = `
Examples:
  keybeam new demo --example shop --yes    make a project and generate it
  keybeam generate                         after each change of architecture.yaml
  keybeam check                            in the project's CI

The result goes to stdout, everything else to stderr.
Exit code: 0 done and clean, 1 findings or conflicts, or of plan: there is something to do;
2 the job could not be done, as when you leave the questions with Ctrl-C.
Limits: a spec has at most 1 MiB, 64 levels, 20,000 nodes, 200 services and 500 entities; a project 20,000 files;
a path in it 200 characters.`;

export const commandExamples = (command: string): string => exampleLines(examples[command] ?? []);

export const exampleLines = (lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
