import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generate, type History, nextMigrations, readHistory } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import type { FileTree } from "../../src/model/file-tree.ts";
import { readSpec } from "../../src/spec/index.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");

function withAuth(auth: string): Architecture {
  const [architecture, diagnostics] = readSpec(notes.replace(/^auth:.*$/mu, `auth: ${auth}`), "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
}

const may = "roles: { member: { may: [all] } }";
const jwt = withAuth(`{ model: jwt, ${may} }`);
const oidc = withAuth(`{ model: oidc, oidc: { issuer: https://id.example, audience: notes }, ${may} }`);
const keys = withAuth(`{ model: [jwt, apiKey], ${may} }`);

const FOLDER = "src/services/accounts/data/migrations/";

interface State {
  readonly tree: FileTree;
  readonly history: History;
}

/** A rendering, and what it leaves for the next. */
function render(architecture: Architecture, history?: History, contract: readonly string[] = []): State {
  const tree = generate(architecture, { keybeam: "1", contract, ...(history === undefined ? {} : { history }) });
  const kept = tree.filter(({ path }) => path.startsWith(".keybeam/model/") || /\/migrations\/\d/u.test(path));
  const [next, faults] = readHistory(kept.map(({ path, content }) => ({ path, content, generated: true })));
  if (next === null) throw new Error(JSON.stringify(faults));
  return { tree, history: next };
}

const files = ({ tree }: State): readonly string[] => tree.flatMap(({ path }) => (path.startsWith(FOLDER) && !path.endsWith("index.ts") ? [path.slice(FOLDER.length, -3)] : []));
const textOf = ({ tree }: State, name: string): string => tree.find(({ path }) => path === `${FOLDER}${name}.ts`)?.content ?? "";

it("never leave when the spec asks for another way to log in, and each is listed", () => {
  const first = render(jwt);
  expect(files(first)).toEqual(["0001-accounts", "0007-add-ends"]);
  const second = render(oidc, first.history);
  expect(files(second)).toEqual(["0001-accounts", "0004-add-identities", "0007-add-ends"]);
  for (const name of files(first)) expect(textOf(second, name)).toBe(textOf(first, name));
  expect(textOf(second, "index")).toContain("= [m0001, addIdentities, addEnds];");
  expect(nextMigrations(oidc, first)).toEqual([{ service: "accounts", added: [{ id: "0004-add-identities", does: ["makes the table identities"] }], pending: [] }]);
  expect(nextMigrations(jwt, second)).toEqual([{ service: "accounts", added: [], pending: [{ of: "accounts.identities", message: expect.stringContaining("the table identities") }] }]);
  expect(files(render(jwt, second.history))).toEqual(files(second));
});

it("keep their bytes when the spec asks for more in them", () => {
  const first = render(keys);
  const text = notes.replace("services:\n", "services:\n  orgs:\n    entities:\n      Org: { fields: { name: string } }\n      Member: { fields: { user: uuid } }\n    api: { resources: { Org: [create] } }\n");
  const [tenants] = readSpec(text.replace(/^auth:.*$/mu, `tenancy: { by: orgs.Org, member: orgs.Member }\nauth: { model: [jwt, apiKey], ${may} }`), "architecture.yaml");
  if (tenants === null) throw new Error("no spec");
  expect(textOf(render(tenants), "0003-add-api-keys")).toContain("tenant");
  expect(textOf(render(tenants, first.history), "0003-add-api-keys")).toBe(textOf(first, "0003-add-api-keys"));
});

it("are taken back by a later one where that is asked for by name, and made again by one after that", () => {
  const first = render(keys);
  expect(nextMigrations(jwt, first)).toEqual([{ service: "accounts", added: [], pending: [{ of: "accounts.apiKeys", message: "nothing in the spec needs the table api_keys any more, which stays with what it holds" }] }]);
  const gone = render(jwt, first.history, ["accounts.apiKeys"]);
  expect(files(gone)).toEqual(["0001-accounts", "0003-add-api-keys", "0007-add-ends", "0008-drop-api-keys"]);
  expect(textOf(gone, "0008-drop-api-keys")).toMatch(/export const dropApiKeys: Migration = \{\n {2}id: "0008-drop-api-keys",\n {2}up: `drop table "accounts"."api_keys";`,\n {2}down: `\n {4}create table [\s\S]*;\n {2}`,\n\};\n$/u);
  expect(nextMigrations(jwt, gone)).toEqual([]);
  const again = render(keys, gone.history);
  expect(files(again)).toEqual([...files(gone), "0009-add-api-keys-2"]);
  expect(textOf(again, "0009-add-api-keys-2")).toContain('export const addApiKeys2: Migration = {\n  id: "0009-add-api-keys-2",\n  up: `\n    create table');
  expect(textOf(again, "index")).toContain("= [m0001, addApiKeys, addEnds, dropApiKeys, addApiKeys2];");
  expect(files(render(keys, again.history))).toEqual(files(again));
});
