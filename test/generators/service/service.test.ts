import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { accounts } from "../../../src/generators/accounts.ts";
import { copied } from "../../../src/generators/render/index.ts";
import { service } from "../../../src/generators/service/index.ts";
import type { Architecture } from "../../../src/model/architecture.ts";
import type { GeneratedFile } from "../../../src/model/file-tree.ts";
import { readSpec } from "../../../src/spec/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const architectureOf = (spec: string, change: (text: string) => string = (text) => text): Architecture => {
  const [architecture, diagnostics] = readSpec(change(readFileSync(join(root, spec), "utf8")), spec);
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
};

const filesOf = (architecture: Architecture): readonly GeneratedFile[] => [
  ...architecture.services.flatMap((one) => service(one, architecture)),
  ...accounts(architecture),
];

/** The services and the kernel on disk, without the tests beside them, which need the rest of the platform. */
const written = (files: readonly GeneratedFile[], overlay?: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "keybeam-service-"));
  folders.push(folder);
  const kernel = copied("platform", (path) => path.startsWith("src/platform/kernel/"));
  for (const file of [...kernel, ...copied("project", (path) => /^(?:biome|tsconfig)\.json$/u.test(path)), ...files]) {
    if (file.path.includes("/test/")) continue;
    mkdirSync(join(folder, dirname(file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.content);
  }
  if (overlay !== undefined && existsSync(join(root, overlay))) cpSync(join(root, overlay), join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
};

const run = (folder: string, tool: string, ...args: readonly string[]): string => {
  try {
    return execFileSync(join(root, "node_modules/.bin", tool), args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    return `failed\n${String(Reflect.get(Object(error), "stdout"))}${String(Reflect.get(Object(error), "stderr"))}`;
  }
};

const typeFaults = (folder: string): string => run(folder, "tsc", "--noEmit", "-p", ".");
const lintFaults = (folder: string): string => run(folder, "biome", "check", "--error-on-warnings", "src/services");

describe.each([
  { spec: "examples/notes/architecture.yaml", overlay: "examples/notes/src" },
  { spec: "examples/shop/architecture.yaml", overlay: "examples/shop/src" },
  { spec: "test/generators/service/hostile.yaml", overlay: "none" },
  { spec: "test/generators/service/circles.yaml", overlay: "none" },
  { spec: "test/generators/service/long-names.yaml", overlay: "none" },
  { spec: "test/generators/service/merged-layers.yaml", overlay: "none" },
])("the services of $spec", ({ spec, overlay }) => {
  const architecture = architectureOf(spec);
  const files = filesOf(architecture);
  const folder = written(files, overlay);

  test("hold for the compiler and the linter as they are", () => {
    expect(typeFaults(folder)).toBe("");
    expect(lintFaults(folder)).toMatch(/^(?:Checked \d+ files in \S+ No fixes applied\.\n)?$/u);
  });

  test("have each path once, and no blanks at the end of a line of code", () => {
    expect(new Set(files.map((file) => file.path)).size).toBe(files.length);
    for (const file of files) expect(file.content).toMatch(/[^\s]\n$/u);
  });

  test("are the same bytes whatever the topology", () => {
    const other = architectureOf(spec, (text) => text.replace(/^topology: .*$/mu, "topology: monolith"));
    expect(filesOf(other)).toEqual(files);
  });

  test("name no tool that made them", () => {
    for (const file of files) expect(file.content).not.toMatch(/keybeam|TODO|FIXME/iu);
  });
});

test("every file lies in the layer that plays its role, whatever the team calls it", () => {
  const folders = filesOf(architectureOf("test/generators/service/merged-layers.yaml")).map(({ path }) => path.split("/").slice(3, -1).join("/"));
  expect([...new Set(folders)].sort()).toEqual(["", "http", "inside", "inside/data", "inside/data/migrations", "integrations", "test"]);
});

test("a planted fault turns both checks red", () => {
  const files = filesOf(architectureOf("examples/notes/architecture.yaml"));
  const broken = files.map((file) =>
    file.path.endsWith("domain/note.ts") ? { ...file, content: file.content.replace("version: 1,", 'version:   "1",') } : file);
  const folder = written(broken);
  expect(typeFaults(folder)).toContain("domain/note.ts");
  expect(lintFaults(folder)).toContain("failed");
});

test("what is written by hand is seeded, and says which operation it leaves unwritten", () => {
  const seeded = filesOf(architectureOf("examples/shop/architecture.yaml")).filter((file) => file.ownership === "seeded");
  const unwritten = seeded.filter((file) => file.unwritten !== undefined).map((file) => file.unwritten);
  expect(unwritten.sort()).toEqual(["catalog.releaseStock", "catalog.reserveStock", "orders.quote", "payments.open"]);
  expect(seeded.map((file) => file.path)).toContain("src/services/orders/application/place.ts");
  for (const file of seeded) expect(file.content.includes('"notWritten"')).toBe(file.unwritten !== undefined);
});

test("a user's row bears the account's id only where users register alone", () => {
  const customers = (change: (text: string) => string): string =>
    filesOf(architectureOf("examples/shop/architecture.yaml", change)).find((file) => file.path === "src/services/customers/application/customers.ts")
      ?.content ?? "";
  expect(customers((text) => text)).toContain("envelope.user.id : ports.newId()");
  expect(customers((text) => text.replace("  selfRegistration: customer\n", ""))).not.toContain("envelope.user");
});

test("statements of two entities never share a name, however long that of their service is", () => {
  const entities = "entities: { Note: { fields: { text: string } }, Tag: { fields: { label: string } } }\n    api: { resources: { Note: [list], Tag: [list] } }";
  const [architecture] = readSpec(`keybeam: 1\nname: long\nservices:\n  ${"a".repeat(40)}:\n    ${entities}\nauth: { model: none }\n`, "long.yaml");
  if (architecture === null) throw new Error("the spec is not valid");
  const repositories = filesOf(architecture).filter((file) => /\/data\/(?:notes|tags)\.ts$/u.test(file.path));
  const names = repositories.flatMap((file) => [...file.content.matchAll(/^ +name: "(?<name>[^"]+)"/gmu)].map((match) => match.groups?.["name"] ?? ""));
  expect(names.length).toBe(6);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
});

test("a row that is written after calls is written under a saga, and each call names its way back", () => {
  const files = new Map(filesOf(architectureOf("examples/shop/architecture.yaml")).map((file) => [file.path, file.content]));
  expect(files.get("src/services/orders/application/place.ts")).toMatch(/run: .*\n? *ports\.catalog\.reserveStock[\s\S]*undo: .*releaseStock\(envelope, \{ order: row\.id \}\)/u);
  expect(files.get("src/services/orders/application/orders.ts")).toContain("return runSaga(ports, envelope, steps.value, {");
  expect(files.get("src/services/catalog/service.ts")).toContain('event: "orders.OrderCancelled"');
});

test.each([
  ["{ product: uuid }", "", "failures: { notFound: 404 },"],
  ["{ line: Line }", ", errors: [Away]", "failures: { ...deskContract.methods.ask.errors, notFound: 404 },"],
  ["{ words: string }", ", errors: [Away]", "failures: deskContract.methods.ask.errors,"],
])("an operation that is asked with ids may not find them: %s", (input, errors, failures) => {
  const text = `keybeam: 1\nname: x\nservices:\n  desk:\n    types: { Line: { ids: list(uuid) } }\n    operations: { ask: { http: POST /asks, input: ${input}${errors} } }\nauth: { model: none }\n`;
  const [architecture] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error("the spec has errors");
  expect(filesOf(architecture).find(({ path }) => path.endsWith("operations.routes.ts"))?.content).toContain(failures);
});
