import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSpec, specRules, ungenerated } from "../../src/spec/index.ts";

/** Rules of the reader, beside those on meaning: each has a manual, and its examples are tests like all others. */
const readerRules = [
  "bad-bounds",
  "bad-cron",
  "bad-default",
  "bad-name",
  "bad-path",
  "bad-type",
  "bad-url",
  "duplicate-key",
  "missing-key",
  "not-a-spec",
  "not-generated",
  "number-form",
  "number-range",
  "plural-entity",
  "reserved-name",
  "secret-in-spec",
  "spec-version",
  "unknown-key",
  "unsafe-glob",
  "unquoted-value",
  "wrong-type",
  "wrong-value",
  "yaml-anchor",
  "yaml-directive",
  "yaml-documents",
  "yaml-merge",
  "yaml-syntax",
  "yaml-tag",
];
const limits = [
  "encoding",
  "file-too-large",
  "name-too-long",
  "text-too-long",
  "too-deep",
  "too-many-entities",
  "too-many-fields",
  "too-many-keys",
  "too-many-nodes",
  "too-many-problems",
  "too-many-services",
];
const root = new URL("../../", import.meta.url);

function manual(id: string): string {
  return readFileSync(new URL(`docs/rules/${id}.md`, root), "utf8");
}

function example(id: string, heading: "Wrong" | "Right"): string {
  const block = new RegExp(`## ${heading}\\n\`\`\`yaml architecture.yaml\\n([^]*?)\`\`\``).exec(manual(id));
  if (block === null) throw new Error(`docs/rules/${id}.md has no example under ${heading}`);
  return block[1] ?? "";
}

function rulesFound(text: string): readonly string[] {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  return [...diagnostics, ...(architecture === null ? [] : ungenerated(architecture))].map(({ rule }) => rule);
}

describe.each([...specRules.map(({ id }) => id), ...readerRules])("the manual of %s", (id) => {
  it("is wrong where it says so, by this rule alone", () => {
    expect([...new Set(rulesFound(example(id, "Wrong")).filter((rule) => rule === id || rule !== "not-generated"))]).toEqual([id]);
  });

  it("is right where it says so", () => {
    expect(
      rulesFound(example(id, "Right")).filter((rule) => rule !== "not-generated" || id === "not-generated"),
    ).toEqual([]);
  });

  it("says what and why", () => {
    expect(manual(id)).toMatch(
      new RegExp(`^# ${id}\\n\\n## What\\n\\S[^]+\\n## Why\\n\\S[^]+\\n## Wrong\\n[^]+\\n## Right\\n`),
    );
  });
});

it.each(limits)("the limit %s has a manual", (id) => {
  expect(manual(id)).toMatch(new RegExp(`^# ${id}\\n\\n## What\\n\\S[^]+\\n## Why\\n\\S`));
});

it("every file in the folder of rules is in the list, under its own name", () => {
  const files = readdirSync(new URL("src/spec/rules/", root)).filter((file) => file !== "index.ts");
  expect(specRules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
});

it("a rule says of itself what its findings say", () => {
  for (const rule of specRules) {
    const [, found] = readSpec(example(rule.id, "Wrong"), "architecture.yaml");
    expect([...new Set(found.map(({ severity }) => severity))], rule.id).toEqual([rule.severity]);
  }
});
