import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generate } from "../src/generators/index.ts";
import { readSpec } from "../src/spec/index.ts";

/** One edit of a mutant, and the project that it is made in. */
interface Edit {
  readonly name: string;
  readonly example: string;
  readonly spec: string;
  readonly file: string;
  readonly from: string;
}

interface Suite {
  readonly suite: string;
  readonly edits: readonly Edit[];
}

/** The mutants of every suite, as the scripts have them. */
const PROGRAM = `
import { readFileSync } from "node:fs";
import { MUTANTS as rows } from "./scripts/black-box/mutants.mjs";
import { MUTANTS as faults } from "./scripts/faults/mutants.mjs";
import { withLedger } from "./scripts/faults/ledger.mjs";
import { MUTANTS as calls, SPEC } from "./scripts/calls/mutants.mjs";
import { asked } from "./scripts/verify-api/styles.mjs";

const specOf = (named, topology) => {
  const [example, style] = named.split("+");
  const text = readFileSync("examples/" + example + "/architecture.yaml", "utf8").replace(/^topology: .*$/m, "topology: " + topology);
  return style === undefined ? text : asked(style, text);
};
const suites = [
  { suite: "black-box", edits: rows.map(({ name, example, file, from }) => ({ name, example, spec: specOf(example, "modular-monolith"), file, from })) },
  { suite: "faults", edits: faults.flatMap(({ name, topology, edits }) => edits.map(({ file, from }) => ({ name, example: "shop", spec: withLedger(specOf("shop", topology)), file, from }))) },
  { suite: "calls", edits: calls.map(([name, file, from]) => ({ name, example: "", spec: SPEC, file, from })) },
];
console.log(JSON.stringify(suites));
`;

const WEIGHTS = `
import { KINDS } from "./scripts/faults/kinds.mjs";
console.log(JSON.stringify(KINDS.map(({ name, weight }) => [name, weight])));
`;

const told = (program: string): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
};

const suites = (): readonly Suite[] => JSON.parse(told(PROGRAM));

const generated = new Map<string, ReadonlyMap<string, string>>();

const filesOf = (spec: string): ReadonlyMap<string, string> => {
  const known = generated.get(spec);
  if (known !== undefined) return known;
  const [architecture, diagnostics] = readSpec(spec, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  const files = new Map(generate(architecture, { keybeam: "0.1.0" }).map(({ path, content }) => [path, content]));
  generated.set(spec, files);
  return files;
};

/** What is written by hand stands over what is generated. */
const textOf = ({ example, spec, file }: Edit): string => {
  const written = `examples/${example}/${file}`;
  return example !== "" && existsSync(written) ? readFileSync(written, "utf8") : (filesOf(spec).get(file) ?? "");
};

/** How often the text that a mutant replaces is there. */
const times = (edit: Edit): number => textOf(edit).split(edit.from).length - 1;

test("every fault of the fault suite can come: it weighs something whole", () => {
  const weights: readonly (readonly [string, number])[] = JSON.parse(told(WEIGHTS));
  expect(weights.length).toBeGreaterThan(20);
  expect(weights.filter(([, weight]) => !Number.isInteger(weight) || weight < 1)).toEqual([]);
});

describe("mutants", () => {
  test.each(suites())("of $suite find the text that they replace, once", ({ edits }) => {
    expect(edits.length).toBeGreaterThan(10);
    expect(edits.filter((edit) => times(edit) !== 1).map((edit) => `${edit.name}: ${times(edit)} times in ${edit.file}`)).toEqual([]);
  });

  test("that find nothing are told apart from those that do", () => {
    const edit = { name: "", example: "shop", spec: readFileSync("examples/shop/architecture.yaml", "utf8"), file: "src/platform/lifecycle.ts", from: 'process.once("SIGTERM"' };
    expect([times(edit), times({ ...edit, from: "nowhere" }), times({ ...edit, from: "const" }) > 1, times({ ...edit, file: "gone.ts" })]).toEqual([1, 0, true, 0]);
  });
});
