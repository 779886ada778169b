import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync, mkdtempSync, cpSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const copy = mkdtempSync(join(tmpdir(), "keybeam-matrix-keys-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the matrix forgets, by its own word; with another schema in the place of the language's. */
function forgotten(schema = readFileSync("schemas/architecture.schema.json", "utf8")): readonly string[] {
  cpSync("scripts/matrix", join(copy, "scripts/matrix"), { recursive: true });
  cpSync("schemas", join(copy, "schemas"), { recursive: true });
  writeFileSync(join(copy, "schemas/architecture.schema.json"), schema);
  const program = 'import("./scripts/matrix/keys.mjs").then(({ forgottenKeys }) => console.log(JSON.stringify(forgottenKeys())))';
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: copy, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

it("writes every key of the language, or says why it need not", () => {
  expect(forgotten()).toEqual([]);
});

it("names a key that is new, wherever it stands", () => {
  const schema = JSON.parse(readFileSync("schemas/architecture.schema.json", "utf8"));
  schema.definitions.field.properties.colour = { type: "string" };
  schema.properties.weather = { type: "object", properties: { wind: { type: "string" } } };
  const found = forgotten(JSON.stringify(schema));
  expect(found).toHaveLength(3);
  expect(found).toEqual(expect.arrayContaining(["weather", "weather.wind", expect.stringMatching(/\.colour$/u)]));
});
