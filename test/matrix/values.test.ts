import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scalarNames } from "../../src/spec/types/syntax.ts";

interface Said {
  readonly forgotten: readonly string[];
  readonly stored: readonly string[];
  readonly carried: readonly string[];
}

const copy = mkdtempSync(join(tmpdir(), "keybeam-matrix-values-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the matrix says of a language that has values more than it writes: of a choice, of a list's items, and of what another key says. */
function said(): Said {
  const schema = JSON.parse(readFileSync("schemas/architecture.schema.json", "utf8"));
  schema.definitions.queue.properties.broker.enum.push("pigeons");
  schema.definitions.actions.items.enum.push("patch");
  schema.definitions.call.properties.fallback.then.enum.push("hope");
  cpSync("scripts/matrix", join(copy, "scripts/matrix"), { recursive: true });
  cpSync("schemas", join(copy, "schemas"), { recursive: true });
  writeFileSync(join(copy, "schemas/architecture.schema.json"), JSON.stringify(schema));
  const program =
    'import("./scripts/matrix/values.mjs").then((one) => console.log(JSON.stringify({ forgotten: one.forgottenValues(), ...one.writtenTypes() })))';
  return JSON.parse(execFileSync(process.execPath, ["-e", program], { cwd: copy, encoding: "utf8" }));
}

let matrix: Said;
beforeAll(() => {
  matrix = said();
}, 60_000);

it("writes every value of each key that has a choice, or says why it need not, and names those that are new", () => {
  expect(matrix.forgotten).toEqual([
    "queues.*.broker: pigeons",
    "services.*.api.resources.*.actions: patch",
    "services.*.calls.*.fallback: hope",
  ]);
});

it("stores and carries fields of every type", () => {
  const wanted = [...scalarNames, "enum", "list", "optional"].sort();
  expect(wanted.filter((name) => !matrix.carried.includes(name))).toEqual([]);
  expect([...wanted, "set"].filter((name) => !matrix.stored.includes(name))).toEqual([]);
});
