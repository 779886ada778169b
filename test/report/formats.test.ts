import { describe, expect, it } from "vitest";
import { type Diagnostic, nowhere } from "../../src/model/diagnostic.ts";
import { lineHashes } from "../../src/report/formats/fingerprint.ts";
import { type FormatName, formatNames, render, type Result } from "../../src/report/index.ts";

const hostile = "a|b <i>&\"'@me ]]> %0A \u001b[31m\u202e\u0000\n::error::planted";
const texts: Readonly<Record<string, string>> = {
  "src/low/é b.ts": 'const é = "😀"; import { x } from "../high/a.ts";\n',
  "architecture.yaml": "keybeam: 1\nlayers:\n  low: {}\n",
};
const finding: Diagnostic = {
  rule: "layer-uses",
  severity: "error",
  message: "low imports high: src/high/a.ts.",
  at: { file: "src/low/é b.ts", line: 1, column: 34, endLine: 1, endColumn: 48 },
  target: "src/high/a.ts",
  related: [{ message: "low uses nothing", at: { file: "architecture.yaml", line: 3, column: 3 } }],
  help: "low may import no other layer.",
};
const bare: Diagnostic = { rule: "unplaced-file", severity: "warning", message: "x.ts lies in no layer.", at: { file: "x.ts", line: 1, column: 1 }, related: [], help: "" };
const found: Result = { command: "check", exitCode: 1, asked: "diagnostics", diagnostics: [finding, bare, finding], summary: { files: 3, imports: 4, unresolved: 0 } };
const clean: Result = { ...found, exitCode: 0, diagnostics: [] };
const programs = formatNames.filter((name) => name !== "pretty");

function written(result: Result, format: FormatName): string {
  const manual = (rule: string): string | null => (rule === "layer-uses" ? "# layer-uses\n\n## What\nA layer imports what it may: `uses` says\nwhat.\n\n## Why\nOrder.\n" : null);
  const { stdout, stderr } = render(result, { format, colours: { stdout: true, stderr: true }, sources: (file) => texts[file] ?? null, manual, version: "1.2.3" });
  expect(stderr).toBe("");
  return stdout;
}

describe.each(programs)("%s", (format) => {
  it("is as it was", async () => {
    await expect(written(found, format)).toMatchFileSnapshot(`fixture/found.${format}`);
    await expect(written(clean, format)).toMatchFileSnapshot(`fixture/clean.${format}`);
  });

  it("invents no place for what is about no file", () => {
    const text = written({ ...found, diagnostics: [{ ...bare, rule: "a-rule", message: "--x: no.", at: nowhere }] }, format);
    expect(text).toContain("--x: no.");
    expect(text).not.toMatch(/:1:1|(?<!"help": )""|=""|file=|\(unknown\)|``/);
    if (format !== "gitlab") expect(text).not.toMatch(/[Ll]ine"?[=:]/);
  });

  it("says both ends of a finding, however many there are", () => {
    const [end] = finding.related;
    const text = written({ ...found, diagnostics: [{ ...finding, related: Array.from({ length: 400 }, () => end ?? { message: "", at: nowhere }) }] }, format);
    expect(text).toMatch(/architecture\.yaml/);
    expect(text).toContain("low uses nothing");
  });

  it("is the same whatever the order of findings", () => {
    expect(written({ ...found, diagnostics: [...found.diagnostics].reverse() }, format)).toBe(written(found, format));
  });

  it("lets no text of others speak for it", () => {
    const evil = { ...finding, message: hostile, help: hostile, at: { ...finding.at, file: hostile }, related: [{ message: hostile, at: finding.at }] };
    const text = written({ ...found, diagnostics: [evil] }, format);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).not.toMatch(/^::error::planted/m);
    if (format === "markdown") expect(text.replace(/`[^`\n]*`/g, "")).not.toMatch(/<i>|@me/);
    if (format === "junit") expect(text).not.toMatch(/]]>|<i|&"/);
  });
});

describe("the fingerprint of a line", () => {
  it("is the one that GitHub computes", () => {
    const greeting = ["e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1"];
    const known: readonly (readonly [string, readonly string[]])[] = [
      ["", ["c129715d7a2bc9a3:1"]],
      [" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]],
      [" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greeting],
      [" hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greeting],
      ["Lorem ipsum dolor sit amet.\n".repeat(10), [...[1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${n}`), "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1"]],
    ];
    for (const [text, hashes] of known) {
      const hashOf = lineHashes(text);
      expect(hashes.map((_, index) => hashOf(index + 1))).toEqual(hashes);
    }
    expect(lineHashes("a")(2)).toBeNull();
  });
});
