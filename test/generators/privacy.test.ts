import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";
import { example } from "./architectures.ts";

const spec = (topology = "modular-monolith"): string => `keybeam: 1
name: care
topology: ${topology}
services:
  people:
    entities:
      Person:
        subject: id
        fields: { name: { type: string(8..80), sensitivity: personal }, mail: { type: email, sensitivity: personal, unique: true }, born: { type: optional(date), sensitivity: personal } }
        retention: { deleteAfter: 7y }
    api: { resources: { Person: [list, create] } }
  visits:
    entities:
      Visit:
        subject: person
        audit: true
        retention: { keep: 10y }
        fields: { person: people.Person, code: { type: string(4..12), sensitivity: regulated, encrypt: true, unique: true }, notes: list(Note) }
      Note: { fields: { text: { type: text, sensitivity: personal }, marks: list(Mark) } }
      Mark: { fields: { by: { type: string(1..3), sensitivity: personal } } }
      Bill: { subject: visit, fields: { visit: Visit, sum: money } }
    api: { resources: { Visit: [list, get, create], Bill: [list, create] } }
auth:
  model: jwt
  user: people.Person
  selfRegistration: guest
  roles: { guest: { may: [people.Person.create] }, desk: { may: [all] } }
`;

const architectureOf = (text: string) => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return architecture;
};
const tree = (text: string) => new Map(generate(architectureOf(text), { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
const files = tree(spec());
const tables = ["visits", "people"].map((service) => files.get(`src/services/${service}/data/personal-tables.ts`) ?? "").join("").replaceAll(/\s+/gu, " ");
const command = files.get("src/apps/privacy.ts") ?? "";

test("what refers to others comes before them, over services", () => {
  expect(command).toContain('const ORDER = ["visits.Bill", "visits.Visit", "people.Person"];');
  expect(tables).toContain(`subject: { column: '"visit"', of: "visits.Visit" }, personal: false`);
  expect(tables).toContain(`subject: { column: '"person"', of: null }, personal: true, keepMs: 315_360_000_000`);
  expect(tables).toContain(`subject: { column: '"id"', of: null }, personal: true, keepMs: 0`);
  expect(command).toContain('const services = ["accounts", "people", "visits"];');
});

test("what takes the place of a value fits its field, is another for each row where it must be, and reaches owned rows", () => {
  expect(tables).toContain(`{ column: '"name"', by: "'erasedxx'" }`);
  expect(tables).toContain(`{ column: '"born"', by: "null" }`);
  expect(tables).toMatch(/column: '"mail"', by: `'erased-' \|\| md5\("id"::text\) \|\| '@erased.invalid'`/u);
  expect(tables).toContain(`index: '"code_blind_index"', isText: true, replaced: "{id:12}"`);
  expect(tables).toContain(`where: '"_parent" = $1', columns: [{ column: '"text"', by: "'erased'" }]`);
  expect(tables).toContain(`'"_parent" in (select "id" from "visits"."notes" where "_parent" = $1)', columns: [{ column: '"by"', by: "'era'" }]`);
});

test("services say where it lies and know nothing else of it, the same in every topology", () => {
  const plain = tree(spec().replaceAll(/ +subject: \w+\n/gu, "").replace("subject: visit, ", ""));
  for (const [path, content] of files) if (path.startsWith("src/services/") && !/\/(?:personal-tables|index)\.ts$/u.test(path)) expect(plain.get(path), path).toBe(content);
  for (const topology of ["monolith", "microservices", "serverless"]) {
    const other = tree(spec(topology));
    expect(other.has("src/apps/privacy.ts")).toBe(true);
    for (const [path, content] of files) if (/^src\/services\/(?:people|visits)\//u.test(path)) expect(other.get(path), path).toBe(content);
  }
  expect([...plain.keys()].filter((path) => /privacy|personal/u.test(path))).toEqual([]);
  expect(generate(example("shop"), { keybeam: "0.1.0" }).filter(({ content }) => content.includes("_erasure"))).toEqual([]);
});

const own = (topology = "modular-monolith"): string => spec(topology).replace("  user: people.Person\n", "  user: people.Person\n  ownData: true\n");
const squeezed = (all: ReadonlyMap<string, string>, path: string): string => (all.get(path) ?? "").replaceAll(/\s+/gu, " ");

test("users fetch and erase it themselves where the spec says so: every holder answers accounts alone, in every topology the same", () => {
  const whole = tree(own());
  expect(squeezed(whole, "src/services/accounts/domain/holdings.ts")).toContain('{ service: "visits", entity: "visits.Bill", of: "visits.Visit" }, { service: "visits", entity: "visits.Visit", of: null }, { service: "people", entity: "people.Person", of: null }');
  expect(squeezed(whole, "src/platform/auth/grants.ts")).toContain('signedIn: ReadonlySet<string> = new Set(["accounts.ownData", "accounts.eraseOwnData"])');
  expect(squeezed(whole, "src/services/visits/service.ts")).toContain("erasureNote(ports.auditTrail, needs.now)");
  expect(squeezed(whole, "src/apps/care/main.ts")).toContain('people: platform.local(personalContract("people"), () => personalOf(people))');
  const apart = tree(own("microservices"));
  expect(squeezed(apart, "src/apps/accounts/main.ts")).toContain('visits: platform.remote(personalContract("visits"), "visits")');
  expect(squeezed(apart, "src/platform/remote/callers.ts")).toContain('["people._personalRows", ["accounts"]]');
  expect(squeezed(apart, "src/apps/gateway/routes.ts")).toContain('{ operation: "accounts.eraseOwnData", method: "POST", path: "/me/erasure", kind: "command"');
  for (const topology of ["monolith", "microservices", "serverless"]) {
    const other = tree(own(topology));
    for (const [path, content] of whole) if (/^src\/(?:services|platform\/kernel)\//u.test(path)) expect(other.get(path), path).toBe(content);
  }
});

test("nothing of that is there where the spec does not ask for it", () => {
  expect([...files.keys()].filter((path) => /own-data|holdings|personal-contract/u.test(path))).toEqual([]);
  for (const [path, content] of files) expect(content, path).not.toMatch(/\/me\/|signedIn|personalMethods/u);
});

test("units of holders are reached from where accounts are, and from nowhere else", () => {
  const compose = tree(own("microservices").replace("auth:", "deploy: { target: compose }\nauth:"));
  const plain = tree(spec("microservices").replace("auth:", "deploy: { target: compose }\nauth:"));
  const of = (all: ReadonlyMap<string, string>) => all.get("deploy/compose.yaml") ?? "";
  const urls = (text: string) => [...text.matchAll(/(?:PEOPLE|VISITS)_URL/gu)].length;
  expect(urls(of(compose)) - urls(of(plain))).toBe(2);
  expect(of(compose)).toContain("ACCOUNTS_PRIVATE_KEY");
  expect(of(plain)).not.toContain("ACCOUNTS_PRIVATE_KEY");
});

test("functions that seal fields have a connection for the keys beside the one of the transaction", () => {
  const instance = (text: string): string => tree(text).get("src/platform/functions/instance.ts") ?? "";
  expect(instance(spec("serverless"))).toContain("const CONNECTIONS = 2;");
  expect(instance(spec("serverless").replace(", encrypt: true", ""))).toContain("const CONNECTIONS = 1;");
  expect(instance(own("serverless").replace(", encrypt: true", ""))).toContain("const CONNECTIONS = 2;");
});

test("a project says what it does not reach", () => {
  expect(files.get("README.md")).toContain("backups, which hold what was erased until they are deleted");
  expect(files.get("package.json")).toContain('"privacy": "node --import tsx src/apps/privacy.ts"');
});

test("nothing is generated where there are no users, and a subject that leads to none is an error", () => {
  const open = architectureOf(`${spec().split("\nauth:")[0] ?? ""}\nauth: { model: none }\n`.replace("subject: person", "subject: id"));
  expect(ungenerated(open).filter(({ severity }) => severity === "error").map(({ message }) => message.slice(0, 9))).toEqual(["`subject`"]);
  const errors = (text: string) => readSpec(text, "architecture.yaml")[1].filter(({ severity }) => severity === "error").map(({ rule, message }) => `${rule} ${message}`);
  expect(errors(spec().replace("subject: visit,", "subject: sum,"))).toEqual(["stray-subject The subject of `Bill` leads to no user: `sum` holds no id."]);
  expect(errors(spec().replace("        subject: person\n", ""))).toEqual(["stray-subject The subject of `Bill` leads to no user: `visits.Visit` has none."]);
  expect(errors(spec().replace("Note: { fields", "Note: { subject: text, fields"))).toEqual(["stray-subject The subject of `Note` leads to no user: `Note` is owned by `Visit`, and goes where that goes."]);
  expect(errors(spec().replace("subject: visit,", "subject: vist,"))).toEqual(["unknown-name `vist` is not a field of `Bill`."]);
});
