import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Diagnostic, nowhere } from "../../src/model/diagnostic.ts";
import type { Plan } from "../../src/model/plan.ts";
import { type Look, type Result, render } from "../../src/report/index.ts";

const source = "keybeam: 1\nname: shop\nservces:\n  orders: {}\n";
const look = (format: "pretty" | "json" = "pretty", colours = false): Look => ({
  format,
  colours: { stdout: colours, stderr: colours },
  sources: (file) => (file === "architecture.yaml" ? source : null),
  manual: () => null,
  version: "1.2.3",
});
const finding: Diagnostic = {
  rule: "unknown-key",
  severity: "error",
  message: "`servces` is no key of a spec.",
  at: { file: "architecture.yaml", line: 3, column: 1, endLine: 3, endColumn: 8 },
  related: [{ message: "the system", at: { file: "architecture.yaml", line: 2, column: 1 } }],
  help: "Did you mean `services`?",
};
const warning: Diagnostic = { ...finding, severity: "warning", rule: "a-rule", at: { file: "architecture.yaml", line: 1, column: 1 }, related: [], help: "" };
const result: Result = { command: "check", exitCode: 1, asked: "diagnostics", diagnostics: [finding, warning], summary: { files: 142, imports: 391, unresolved: 0 } };
const plan: Plan = {
  files: [
    { path: "a.ts", action: "create", ownership: "merged", reason: "" },
    { path: "b.ts", action: "same", ownership: "merged", reason: "" },
    { path: "c.ts", action: "conflict", ownership: "merged", reason: "you edited it" },
  ],
  unwritten: [{ path: "src/quote.ts", operation: "orders.quote" }],
};
const planned: Result = { command: "plan", exitCode: 0, asked: "plan", diagnostics: [warning], summary: { files: 3 }, plan, tense: "planned" };

describe("pretty", () => {
  it("shows no place where there is none", () => {
    const misuse: Result = { command: "x", exitCode: 2, asked: "text", diagnostics: [{ ...warning, at: nowhere, message: "No." }], summary: {} };
    expect(render(misuse, look()).stderr).toBe("warning a-rule No.\n\n0 errors, 1 warning\n");
    const report = JSON.parse(render(misuse, look("json")).stdout);
    expect(report.diagnostics[0].at).toBeNull();
    expect(new Ajv().validate(JSON.parse(readFileSync("schemas/report.schema.json", "utf8")), report)).toBe(true);
  });

  it("shows each finding with place, frame, the other end and the fix, and what was looked at", () => {
    expect(render(result, look())).toEqual({
      stderr: "",
      stdout: `warning a-rule architecture.yaml:1:1 \`servces\` is no key of a spec.
  1 | keybeam: 1
    | ^

error unknown-key architecture.yaml:3:1 \`servces\` is no key of a spec.
  1 | keybeam: 1
  2 | name: shop
  3 | servces:
    | ^^^^^^^
  see: architecture.yaml:2:1 the system
  1 | keybeam: 1
  2 | name: shop
    | ^
  help: Did you mean \`services\`?

1 error, 1 warning; 142 files, 391 imports, 0 unresolved
`,
    });
  });

  it("has no result where the job could not be done: all is talk", () => {
    const { stdout, stderr } = render({ ...result, exitCode: 2 }, look());
    expect(stdout).toBe("");
    expect(stderr).toContain("error unknown-key architecture.yaml:3:1");
  });

  it("puts a plan on stdout and warnings beside it on stderr", () => {
    const { stdout, stderr } = render(planned, look());
    expect(stdout).toBe(
      "+ a.ts\n! c.ts  you edited it\n1 operation to be written by hand; until then it answers 501:\n  orders.quote  src/quote.ts\n" +
        "3 files: 1 to create, 1 unchanged, 1 in conflict\n",
    );
    expect(stderr).toContain("warning a-rule");
  });

  it("is coloured only where that is asked for, and says the same", () => {
    const coloured = render(result, look("pretty", true)).stdout;
    expect(coloured).toContain("\u001b[");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(render(result, look()).stdout);
  });

  it("cuts long lines around the place", () => {
    const long = { ...look(), sources: () => `${"x".repeat(5000)}HERE${"y".repeat(5000)}` };
    const at = { file: "f", line: 1, column: 5001, endLine: 1, endColumn: 5005 };
    const { stdout } = render({ ...result, diagnostics: [{ ...finding, at, related: [] }] }, long);
    const [, line = "", marks = ""] = stdout.split("\n");
    expect(line.length).toBeLessThan(140);
    expect(line.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("HERE");
  });
});

describe("what others wrote", () => {
  const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

  it.each(["pretty", "json"] as const)("never reaches a terminal as a command of its own (%s)", (format) => {
    const piece = fc.constantFrom("a", "\n", "\t", "\r", "\0", "\u001b[31m", "\u0007", "\u009b", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\ud800", "é");
    const text = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, text, (message, file, frame) => {
        const one = { ...finding, message, rule: file, help: message, at: { file, line: 1, column: 1 }, related: [{ message, at: { file, line: 1, column: 1 } }] };
        const both = { ...planned, diagnostics: [one], plan: { files: [{ path: file, action: "create" as const, ownership: "merged" as const, reason: "" }], unwritten: [{ path: file, operation: message }] } };
        for (const each of [both, { ...both, asked: "diagnostics" as const }, { ...both, exitCode: 2 as const }]) {
          const { stdout, stderr } = render(each, { ...look(format), sources: () => frame });
          expect(stdout + stderr).not.toMatch(unsafe);
        }
      }),
    );
  });
});

describe("json", () => {
  const validate = new Ajv({ strict: true }).compile(JSON.parse(readFileSync("schemas/report.schema.json", "utf8")));

  it.each([["findings", result], ["a plan", planned], ["text", { ...result, asked: "text" as const, text: "# manual\n" }]])("fits its schema with %s", (_, one) => {
    const { stdout, stderr } = render(one, look("json"));
    expect(stderr).toBe("");
    expect(validate(JSON.parse(stdout)) ? [] : validate.errors).toEqual([]);
  });

  it("is sorted, so that the order of findings never shows", () => {
    expect(render(result, look("json"))).toEqual(render({ ...result, diagnostics: [warning, finding] }, look("json")));
  });

  it("is refused by its schema where it is something else", () => {
    expect(validate({ ...JSON.parse(render(result, look("json")).stdout), exitCode: 3 })).toBe(false);
  });
});
