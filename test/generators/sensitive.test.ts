import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec } from "../../src/spec/index.ts";

const filesOf = (sensitivity: string): ReadonlyMap<string, string> => {
  const text = `keybeam: 1
name: people
services:
  people:
    entities: { Person: { fields: { homePhone: { type: string(1..30), sensitivity: ${sensitivity} }, nick: string(1..30) } } }
    api: { resources: { Person: [list, create] } }
    operations: { look: { http: POST /looks, input: { taxId: { type: string(1..20), sensitivity: regulated } } } }
auth: { model: none }
`;
  const [architecture, diagnostics] = readSpec(sensitivity === "none" ? text.replaceAll(/, sensitivity: \w+/gu, "") : text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
};

test("personal and regulated fields are hidden by their names in code and in the database", () => {
  const files = filesOf("personal");
  expect(files.get("src/platform/telemetry/sensitive.ts")).toContain('new Set(["homePhone", "home_phone", "taxId", "tax_id"])');
  expect(files.get("src/platform/telemetry/log.ts")).toContain("masked(name, value)");
  expect(filesOf("internal").get("src/platform/telemetry/sensitive.ts")).toContain('new Set(["taxId", "tax_id"])');
});

test("without any nothing is hidden", () => {
  const files = filesOf("none");
  expect(files.has("src/platform/telemetry/sensitive.ts")).toBe(false);
  expect(files.get("src/platform/telemetry/log.ts")).not.toContain("masked");
});
