import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AddFlags, add } from "../../src/commands/add.ts";
import { kinds } from "../../src/commands/add/kinds.ts";
import { wishFrom } from "../../src/commands/add/wish.ts";
import type { Context } from "../../src/commands/context.ts";
import type { Asker } from "../../src/commands/new/ask.ts";
import { additionsFor, addToSpec, type Details, readSpec } from "../../src/spec/index.ts";
import { contentsOf, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam, memorySink } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

function project(spec = shop): string {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", spec);
  return folder;
}

const specOf = (folder: string): string => readFileSync(join(folder, "architecture.yaml"), "utf8");

/** A spec after an example; fails where it makes no sense. */
async function after(example: string, text: string): Promise<string> {
  const [, kind, name, ...rest] = wordsOf(example);
  const flags = rest.slice(rest.findIndex((word) => word.startsWith("--")));
  const second = rest[0]?.startsWith("--") === false ? rest[0] : undefined;
  const details: Details = Object.fromEntries(flags.flatMap((word, n) => (word.startsWith("--") ? [[word.slice(2), flags[n + 1]]] : [])));
  const [was] = readSpec(text, "architecture.yaml");
  if (was === null) throw new Error(text);
  const [wish, unclear] = await wishFrom({ kind, name, second, details }, was, null);
  if (wish === null) throw new Error(`${example}: ${JSON.stringify(unclear)}`);
  const additions = additionsFor[wish.kind.name](wish.name, wish.details);
  const added = "fault" in additions ? additions : addToSpec(text, additions);
  if (!("text" in added)) throw new Error(`${example}: ${JSON.stringify(added)}`);
  const [architecture, diagnostics] = readSpec(added.text, "architecture.yaml");
  expect({ example, errors: diagnostics.filter(({ severity }) => severity === "error"), read: architecture !== null }).toEqual({ example, errors: [], read: true });
  return added.text;
}

/** The words of an example as a shell takes them. */
const wordsOf = (line: string): readonly string[] => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "").slice(1);

describe("keybeam add", () => {
  it("takes each example that its help shows, one after the other, and each makes a spec that makes sense", async () => {
    const examples = ["keybeam add operation orders.expireDrafts", ...kinds.flatMap((kind) => kind.examples)];
    expect(examples.length).toBeGreaterThan(kinds.length);
    let text = shop;
    for (const example of examples) text = await after(example, text);
    const [architecture] = readSpec(text, "architecture.yaml");
    const orders = architecture?.services.find(({ name }) => name === "orders");
    expect(orders?.operations.find(({ name }) => name === "track")).toMatchObject({ kind: "query", http: { method: "GET", path: "/tracking" } });
    expect(orders?.jobs).toMatchObject([{ name: "nightly", operation: "expireDrafts", cron: "0 3 * * *" }]);
    expect(architecture?.auth.roles.find(({ name }) => name === "customer")?.may.flatMap(({ operations }) => operations)).toContain("orders.track");
    expect(architecture?.auth.policies).toMatchObject([{ name: "isTheirs" }, { name: "isOwner", expression: "resource.customer == user.id" }]);
    expect(text.split("\n")).toEqual(expect.arrayContaining(shop.split("\n").filter((line) => !line.includes("may: ["))));
  });

  it("shows the line and the files, and writes nothing without --yes; then both in one run, which one undo takes back", async () => {
    const folder = project(notes);
    await keybeam(folder, ["generate"]);
    const before = contentsOf(folder);
    const field = ["add", "field", "notes.Note.stars", "int(1..5) = 3"];
    const { code, stdout } = await keybeam(folder, field);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\+ .*pinned: bool = false, stars: int\(1\.\.5\) = 3 \} \}$/m);
    expect(stdout).toContain("~ src/services/notes/domain/note.ts");
    expect(stdout).toContain("Nothing was written. --yes does it.");
    expect(contentsOf(folder)).toEqual(before);
    expect((await keybeam(folder, [...field, "--yes"])).code).toBe(0);
    expect(readFileSync(join(folder, "src/services/notes/domain/note.ts"), "utf8")).toContain("stars");
    expect(await keybeam(folder, ["undo"])).toMatchObject({ code: 0, stdout: expect.not.stringContaining("Your edit") });
    const kept = (files: Readonly<Record<string, string>>): unknown => Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(".keybeam/undo/")));
    expect(kept(contentsOf(folder))).toEqual(kept(before));
  });

  it("brings the tests of what is added to a file of tests that somebody wrote in", async () => {
    const folder = project(notes);
    await keybeam(folder, ["generate"]);
    const tests = (): string => readFileSync(join(folder, "test/notes.test.ts"), "utf8");
    save(folder, "test/notes.test.ts", `${tests().replace("resource(\"Note\"", "// Mine.\nresource(\"Note\"")}\nconst mine = 1;\n`);
    expect((await keybeam(folder, ["add", "operation", "notes.tidy", "--http", "POST /tidyings", "--takes", "before: date", "--yes"])).code).toBe(0);
    expect((await keybeam(folder, ["add", "entity", "notes.Folder", "title: string", "--api", "list,get,create", "--yes"])).code).toBe(0);
    for (const text of ["operation(\"tidy\"", "resource(\"Folder\"", "// Mine.\nresource(\"Note\"", "const mine = 1;"]) expect(tests()).toContain(text);
  });

  it("takes back no edit of the spec by hand, and says so", async () => {
    const folder = project(notes);
    await keybeam(folder, ["generate"]);
    save(folder, "architecture.yaml", notes.replace("pinned: bool = false", "pinned: bool = false, stars: int = 3"));
    await keybeam(folder, ["generate"]);
    expect(await keybeam(folder, ["undo"])).toMatchObject({ code: 0, stdout: expect.stringContaining("Your edit of architecture.yaml stays") });
    expect((await keybeam(folder, ["plan"])).stdout).toContain("~ src/services/notes/domain/note.ts");
  });

  it("refuses what makes no sense, with a frame of the line as it would be", async () => {
    const folder = project();
    const { code, stderr } = await keybeam(folder, ["add", "field", "catalog.Product.weight", "itn", "--yes"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error bad-type architecture\.yaml:42:19[^\n]*\n(?:.*\n)*.*42 \| {11}weight: itn\n.*\^/);
    expect(specOf(folder)).toBe(shop);
  });

  it("leaves the spec as it was where the project cannot be written", async () => {
    const folder = project(notes);
    save(folder, ".keybeam/manifest.json", "no manifest");
    expect((await keybeam(folder, ["add", "field", "notes.Note.stars", "int", "--yes"])).code).toBe(2);
    expect(specOf(folder)).toBe(notes);
  });

  it.each([
    [["add"], "Usage: keybeam add <kind> <name>"],
    [["add", "entty"], "did you mean entity?"],
    [["add", "entity"], "Usage: keybeam add entity <service.Entity> <fields>, as in: keybeam add entity catalog.Question"],
    [["add", "field", "catalog.Product.weight"], "Usage: keybeam add field <service.Entity.field> <type>"],
    [["add", "field", "Product.weight", "int"], "The name of this is written service.Entity.field."],
    [["add", "entity", "catalg.Review", "stars: int"], "There is no service `catalg`: did you mean catalog?"],
    [["add", "field", "catalog.Prodct.x", "int"], "There is no entity `Prodct`: did you mean Product?"],
    [["add", "grant", "custmer", "orders.quote"], "There is no role `custmer`: did you mean customer?"],
    [["add", "entity", "catalog.Review", "stars int"], "--fields: `stars int` is no field: write `title: string; prio: int`."],
    [["add", "field", "catalog.Product.name", "int"], "architecture.yaml:36:11 services.catalog.entities.Product.fields.name: It is there already"],
    [["add", "grant", "customer", "orders.quote"], "it says so already"],
    [["add", "field", "catalog.Product.x", "{ type: "], "--type: `{ type: ` is no map."],
  ])("says in a line what is missing or wrong: %j", async (args, said) => {
    const folder = project();
    const { code, stdout, stderr } = await keybeam(folder, args);
    expect({ code, stdout, said: stderr.includes(said) ? said : stderr, spec: specOf(folder) }).toEqual({ code: 2, stdout: "", said, spec: shop });
  });
});

describe("a person at a terminal", () => {
  /** Answers in turn; what was asked is kept. */
  function scripted(answers: readonly string[], agrees: boolean): { readonly asker: Asker; readonly asked: string[] } {
    const left = [...answers];
    const asked: string[] = [];
    const answer = async (message: string): Promise<string> => {
      asked.push(message);
      return left.shift() ?? "";
    };
    return { asked, asker: { begin: () => {}, end: () => {}, text: answer, select: answer, confirm: async (message) => asked.push(message) > 0 && agrees } };
  }

  const terminal = (cwd: string): Context => {
    const sink = memorySink(true);
    return { io: { cwd, env: {}, stdin: { isTty: true }, stdout: sink, stderr: sink }, format: "pretty", strict: false, say: () => {} };
  };
  const nothing: AddFlags = { details: {}, yes: false };

  it("is asked for what is missing, sees it, and says yes", async () => {
    const folder = project(notes);
    const { asker, asked } = scripted(["entity", "notes.Review", "stars: int(1..5)", "list,create"], true);
    expect((await add(terminal(folder), nothing, () => asker)).exitCode).toBe(0);
    expect(asked).toEqual(["What do you want to add?", "What is it called? (service.Entity)", "Its fields?", expect.stringContaining("What clients can do with it"), "Change architecture.yaml and generate?"]);
    expect(specOf(folder)).toContain("      Review: { fields: { stars: int(1..5) } }\n");
    expect(specOf(folder)).toContain("update, delete], Review: [list, create] } }\n");
  });

  it("says no, and nothing is written", async () => {
    const folder = project(notes);
    const { asker, asked } = scripted([], false);
    const result = await add(terminal(folder), { ...nothing, kind: "field", name: "notes.Note.stars", second: "int" }, () => asker);
    expect([result.exitCode, asked]).toEqual([1, ["Change architecture.yaml and generate?"]]);
    expect(Object.keys(contentsOf(folder))).toEqual(["architecture.yaml"]);
  });
});

it.each([
  [["foo", "bar"], "There is nothing of the kind `foo`: one of service, entity, "],
  [["opration", "orders.x"], "did you mean operation?"],
  [["operation", "orders.x", "--input", "review: uuid"], "help: What an operation takes is --takes, what it answers --answers."],
  [["operation", "orders.x", "--output", "review: uuid"], "help: What an operation takes is --takes, what it answers --answers."],
])("says what may have been meant by %j", async (args, said) => {
  const { code, stderr } = await keybeam(project(), ["add", ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
});
