import { expect } from "vitest";
import { readSpec } from "../../src/spec/index.ts";

/** A row of the catalogue, what is put in, the spec that holds it, and the rule that must name it; null where it is data like any other. */
export type Row = readonly [id: string, what: string, spec: string | Uint8Array, rule: string | null];

/** A valid spec around the parts of it that a row is about. */
export function spec({ service = "shop", entity = "Thing", field = "size", type = "int", more = "", top = "", auth = "auth: { model: none }\n" }): string {
  const keys = more === "" ? "" : `    ${more.trim().replaceAll("\n", "\n    ")}\n`;
  return `keybeam: 1\nname: sample\n${top}services:\n  ${quoted(service)}:\n    entities:\n      ${quoted(entity)}:\n        fields:\n          ${quoted(field)}: ${type}\n${keys}${auth}`;
}

export const quoted = (text: string): string => JSON.stringify(text);

/** Slow machines included; what it must not do is take minutes. */
const mostMs = 5_000;

/** Judges an input as every bad one is judged: it ends in time, throws nothing, commands no terminal, and what is wrong has a name, a place and a sentence. */
export function judge(spec: string | Uint8Array, rule: string | null): void {
  const begun = process.cpuUsage();
  const [architecture, diagnostics] = readSpec(spec, "architecture.yaml");
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1000).toBeLessThan(mostMs);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (rule === null) {
    expect(errors).toEqual([]);
    expect(architecture).not.toBeNull();
    return;
  }
  expect(errors.map((one) => one.rule)).toContain(rule);
  expect(architecture).toBeNull();
  for (const { message, at } of errors) {
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
    expect(at.line).toBeGreaterThan(0);
    expect(at.file).toBe("architecture.yaml");
  }
}
