import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";
import { cpuMs } from "./cpu.ts";
import { aliasBomb, around, bombs, yamlInputs } from "./fixtures/inputs.ts";

function rulesOf(text: string | Uint8Array): readonly string[] {
  return readSpec(text, "architecture.yaml")[1].map(({ rule }) => rule);
}

describe("the YAML of a spec", () => {
  it.each(yamlInputs)("%s is refused", (_, text, rules) => {
    const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
    expect(architecture).toBeNull();
    expect(diagnostics.map(({ rule }) => rule)).toEqual(rules);
  });

  it.each(bombs)("a bomb of %s ends fast", (_, text) => {
    const started = cpuMs();
    expect(rulesOf(text)).toContain("too-deep");
    expect(cpuMs() - started).toBeLessThan(2_000);
  });

  it("an alias bomb is refused before anything is expanded", () => {
    const started = cpuMs();
    expect(rulesOf(aliasBomb).filter((rule) => rule === "yaml-anchor")).toHaveLength(10);
    expect(cpuMs() - started).toBeLessThan(200);
  });

  it("CRLF and a byte order mark change nothing", () => {
    const plain = readSpec(around("string"), "architecture.yaml");
    expect(plain[0]).not.toBeNull();
    expect(readSpec(new TextEncoder().encode(`\uFEFF${around("string")}`), "architecture.yaml")[0]?.services).toEqual(
      plain[0]?.services,
    );
    expect(readSpec(around("string").replaceAll("\n", "\r\n"), "architecture.yaml")).toEqual(plain);
  });

  it("brackets, quotes and apostrophes in texts are no nesting", () => {
    const prose = Array.from({ length: 100 }, (_, line) => `      ${line} don't [ { - open`).join("\n");
    expect(rulesOf(around("string", `description: |\n${prose}`))).toEqual([]);
    expect(rulesOf(around("string", `description: it's [ { fine ${"[ ".repeat(100)}`))).toEqual([]);
  });

  it("an open quote is named where it opens, not where reading failed", () => {
    const [, [first]] = readSpec(
      `keybeam: 1\nname: "sample\n${"# line\n".repeat(500)}topology: "monolith"\n`,
      "architecture.yaml",
    );
    expect(first).toMatchObject({ rule: "yaml-syntax", at: { line: 2, column: 7 } });
  });

  it("a duplicate names both lines", () => {
    const [, [first]] = readSpec("layers: { domain: {} }\n\nlayers: { domain: {} }\n", "architecture.yaml");
    expect(first?.at.line).toBe(3);
    expect(first?.related[0]?.at.line).toBe(1);
  });

  it("a key is known however it is written, and reading pollutes nothing", () => {
    rulesOf("__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("limits", () => {
  const services = (count: number, body: (index: number) => string): string =>
    `keybeam: 1\nname: big\nservices:\n${Array.from({ length: count }, (_, index) => `  s${index}: ${body(index)}\n`).join("")}auth: { model: none }\n`;
  const fields = (count: number): string => Array.from({ length: count }, (_, index) => `f${index}: int`).join(", ");

  it.each([
    ["bytes", `# ${"x".repeat(1024 * 1024)}\n`, "file-too-large", "1048576"],
    ["services", services(201, () => "{}"), "too-many-services", "201"],
    [
      "entities",
      services(
        101,
        () =>
          "{ entities: { A: { fields: { a: int } }, B: { fields: { a: int } }, C: { fields: { a: int } }, D: { fields: { a: int } }, E: { fields: { a: int } } } }",
      ),
      "too-many-entities",
      "505",
    ],
    ["fields", services(1, () => `{ entities: { A: { fields: { ${fields(201)} } } } }`), "too-many-fields", "201"],
    [
      "keys",
      `layers:\n${Array.from({ length: 2001 }, (_, index) => `  l${index}: {}\n`).join("")}`,
      "too-many-keys",
      "2001",
    ],
    [
      "nodes",
      `layers:\n${Array.from({ length: 1900 }, (_, index) => `  l${index}: { uses: [a, b, c, d, e, f, g, h, i, j] }\n`).join("")}`,
      "too-many-nodes",
      "20000",
    ],
    ["characters of a text", around("string", `description: ${"x".repeat(4097)}`), "text-too-long", "4096"],
    ["characters of any text", around(`{ type: json, default: ${"x".repeat(65_537)} }`), "text-too-long", "65536"],
    ["characters of a name", around("string", `operations: { ${"x".repeat(64)}: {} }`), "name-too-long", "63"],
    ["levels", around(`{ type: json, default: ${"[".repeat(70)}${"]".repeat(70)} }`), "too-deep", "64"],
  ])("%s", (_, text, rule, number) => {
    const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
    expect(architecture).toBeNull();
    const found = diagnostics.find((one) => one.rule === rule);
    expect(found?.message.replaceAll(",", "")).toContain(number);
  });

  it("the largest spec is read in time", () => {
    const text = services(
      200,
      (index) =>
        `{ entities: { A${index}: { fields: { ${fields(20)} } }, B${index}: { fields: { a: A${index} } } }, api: { resources: { A${index}: [list] } } }`,
    );
    const started = cpuMs();
    expect(readSpec(text, "architecture.yaml")[1]).toEqual([]);
    expect(cpuMs() - started).toBeLessThan(10_000);
  });

  it("of very many problems the first are shown and the others counted", () => {
    const text = `keybeam: 1\nname: x\n${Array.from({ length: 500 }, (_, index) => `wrong${index}: 1\n`).join("")}`;
    const [, diagnostics] = readSpec(text, "architecture.yaml");
    expect(diagnostics).toHaveLength(201);
    expect(diagnostics.at(-1)).toMatchObject({
      rule: "too-many-problems",
      message: "There are 300 problems more from here on.",
    });
  });
});
