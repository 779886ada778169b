import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { contentsOf, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const changed = notes.replace("pinned: bool = false", "pinned: bool = false, colour: string");

async function generated(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  return folder;
}

it("ends in 1 where there is something to do, in 0 where there is nothing, in 2 where it cannot tell", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  expect((await keybeam(folder, ["plan"])).code).toBe(1);
  await keybeam(folder, ["generate"]);
  const before = contentsOf(folder);
  expect((await keybeam(folder, ["plan"])).code).toBe(0);
  save(folder, "architecture.yaml", `# A word on it.\n${notes}`);
  expect((await keybeam(folder, ["plan"])).code).toBe(0);
  save(folder, "architecture.yaml", changed);
  expect((await keybeam(folder, ["plan"])).code).toBe(1);
  save(folder, "architecture.yaml", "keybeam: 2\n");
  expect((await keybeam(folder, ["plan"])).code).toBe(2);
  expect({ ...contentsOf(folder), "architecture.yaml": "" }).toEqual({ ...before, "architecture.yaml": "" });
});

it("stays at 1 while a conflict is open", async () => {
  const folder = await generated();
  writeFileSync(join(folder, "package.json"), "{}\n");
  save(folder, "architecture.yaml", notes.replace(/^name: .*$/m, "name: diary"));
  expect((await keybeam(folder, ["generate"])).code).toBe(1);
  expect((await keybeam(folder, ["plan"])).code).toBe(1);
});

it("tells part by part what happens, and what it means", async () => {
  const folder = await generated();
  save(folder, "architecture.yaml", changed);
  const { stdout } = await keybeam(folder, ["plan"]);
  expect(stdout).toMatch(/^service notes {2}runs in notes\n(~ src\/services\/notes\/.*\n)+/m);
  expect(stdout).toContain("  ~ POST /v1/notes  breaking  `colour` must be given\n");
  const { stdout: json } = await keybeam(folder, ["plan", "--format", "json", "--diff"]);
  const report = JSON.parse(json);
  const validate = new Ajv().compile(JSON.parse(readFileSync("schemas/report.schema.json", "utf8")));
  expect([validate(report), validate.errors]).toEqual([true, null]);
  expect(report.plan.impact.endpoints).toContainEqual({ change: "changed", breaking: true, name: "POST /v1/notes", says: ["`colour` must be given"] });
});

it("asks for `was:` where a field may be another by a new name, and so does generate, once", async () => {
  const folder = await generated();
  save(folder, "architecture.yaml", notes.replace("body: optional(text)", "remark: optional(text)"));
  for (const command of ["plan", "generate"]) {
    const { stderr } = await keybeam(folder, [command]);
    expect(stderr, command).toContain("remark is new, and body, of the same shape, is gone: of a rename that is not said what it holds stays in the column of the old name");
    expect(stderr, command).toContain("`remark: { was: body, … }`");
  }
  expect((await keybeam(folder, ["plan"])).stderr).not.toContain("unsaid-rename");
});

it("warns of a required field that rows from before do not have, by plan, generate and add, until it is mended", async () => {
  const folder = await generated();
  const spec = (colour: string) => notes.replace("pinned: bool = false", `pinned: bool = false, colour: ${colour}`);
  save(folder, "architecture.yaml", spec("string(..20)"));
  for (const command of ["plan", "generate", "plan"]) {
    const { stderr } = await keybeam(folder, [command]);
    expect(stderr, command).toContain("warning missing-value architecture.yaml:7:92 ");
    expect(stderr, command).toContain("keybeam generate --contract notes.Note.colour");
  }
  expect((await keybeam(folder, ["add", "field", "notes.Note.size", "int"])).stderr).toContain("Note.size is required");
  save(folder, "architecture.yaml", spec("string(..20) = red"));
  expect((await keybeam(folder, ["generate"])).stderr).not.toContain("missing-value");
});

it("says of the last entity that leaves that nothing runs on its database any more", async () => {
  const folder = temporaryFolder();
  const spec = (entity: string): string => `keybeam: 1\nname: gone\ntopology: monolith\nservices:\n  red:\n    operations: { ping: { http: GET /ping, kind: query, output: { ok: bool } } }\n${entity}auth: { model: none }\n`;
  save(folder, "architecture.yaml", spec("    entities: { Apple: { fields: { title: string } } }\n    api: { resources: { Apple: [list] } }\n"));
  await keybeam(folder, ["generate"]);
  save(folder, "architecture.yaml", spec(""));
  const { stdout } = await keybeam(folder, ["plan"]);
  expect(stdout).toContain("on which nothing runs any more");
  expect(stdout).toContain("red.Apple  the table apples left the spec");
  expect(stdout).not.toContain("--contract");
});

it("shows what becomes of the text of files, of those alone that were asked for", async () => {
  const folder = await generated();
  save(folder, "architecture.yaml", changed);
  const { stdout } = await keybeam(folder, ["plan", "--diff", "src/services/notes/domain"]);
  expect(stdout).toContain("\n+  readonly colour: string;\n");
  expect([...stdout.matchAll(/^(src\/\S+)\n@@/gm)].map(([, path]) => path)).toEqual(["src/services/notes/domain/note.ts"]);
  const { diffs } = JSON.parse((await keybeam(folder, ["plan", "--diff", "src/services/notes/domain/note.ts", "--format", "json"])).stdout);
  expect(diffs).toEqual([{ path: "src/services/notes/domain/note.ts", diff: expect.stringMatching(/^--- a\/src.*\n\+\+\+ b\/src/m) }]);
  expect(await keybeam(folder, ["plan", "--diff", "src/nothing"])).toMatchObject({ code: 2, stderr: expect.stringContaining("no file or folder of this plan") });
});

it("says what moves rows where services change their databases, and so does generate", async () => {
  const folder = temporaryFolder();
  const [shop, apart] = [readFileSync("examples/shop/architecture.yaml", "utf8"), "topology: microservices"];
  save(folder, "architecture.yaml", shop);
  expect((await keybeam(folder, ["plan"])).stdout).not.toContain("Data:");
  expect((await keybeam(folder, ["generate"])).stdout).not.toContain("Data:");
  save(folder, "architecture.yaml", shop.replace("topology: modular-monolith", apart));
  const there = /\nData: each service gets a database of its own by this, [\s\S]* shop \| psql shop_<service>\n/;
  expect((await keybeam(folder, ["plan"])).stdout).toMatch(there);
  const { stdout } = await keybeam(folder, ["generate"]);
  expect(stdout).toMatch(there);
  expect(stdout).toContain("start `npm run dev` anew");
  expect((await keybeam(folder, ["plan"])).stdout).not.toContain("Data:");
  expect((await keybeam(folder, ["generate"])).stdout).not.toContain("Next:");
  save(folder, "architecture.yaml", shop);
  expect((await keybeam(folder, ["generate"])).stdout).toMatch(/\nData: all services share one database by this, [\s\S]* shop_<service> \| psql shop\n/);
});

it("says npm install after a run that changes what the project depends on, and only then", async () => {
  const folder = temporaryFolder();
  const shop = readFileSync("examples/shop/architecture.yaml", "utf8");
  save(folder, "architecture.yaml", shop);
  expect((await keybeam(folder, ["generate"])).stdout).toMatch(/\n\nNext: npm install\n$/);
  expect((await keybeam(folder, ["generate"])).stdout).not.toContain("Next:");
  save(folder, "architecture.yaml", shop.replace("\n    attempts: 5", "\n    broker: nats\n    attempts: 5"));
  expect((await keybeam(folder, ["generate"])).stdout).toMatch(/\n\nNext: npm install\n$/);
});

it("has nothing to generate for layers alone, and writes nothing", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", "keybeam: 1\nname: mine\nlayers:\n  all: { paths: [src], uses: [] }\n");
  save(folder, "src/a.ts", "export const a = 1;\n");
  const before = contentsOf(folder);
  for (const command of ["plan", "generate"]) {
    expect(await keybeam(folder, [command])).toMatchObject({ code: 0, stdout: "The spec names no service: there is nothing to generate; `keybeam check` holds the layers.\n", stderr: "" });
    expect(JSON.parse((await keybeam(folder, [command, "--format", "json"])).stdout)).toMatchObject({ command, exitCode: 0 });
  }
  expect(contentsOf(folder)).toEqual(before);
});
