import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tests } from "../../src/generators/tests.ts";
import { readSpec } from "../../src/spec/index.ts";

const [architecture] = readSpec(readFileSync(new URL("service/circles.yaml", import.meta.url), "utf8"), "circles.yaml");
if (architecture === null) throw new Error("the spec of the test is not valid");
const files = new Map(tests(architecture).map((file) => [file.path, file.content]));
const service = files.get("test/now.test.ts") ?? "";
const samples = files.get("test/support/samples.ts") ?? "";

const about = (name: string): string => new RegExp(`\\("${name}", \\{[\\s\\S]*?\\n\\}\\);`, "u").exec(service)?.[0] ?? "";

test("what a hand must fill first may say 501, and nothing else is built on it", () => {
  expect(about("step")).toContain("answers: [200, 501]");
  expect(about("back")).not.toMatch(/answers|after: \[\{/u);
  expect(about("Rung")).not.toMatch(/create|input/u);
  expect(samples).not.toContain("createRung");
});

test("an action whose events the row fills is tested, with or without its id in them", () => {
  expect(about("Hook")).toContain('delete: "anyone"');
});

test("no two samples are alike where no two rows may be", () => {
  expect(samples).toContain("size: integer({ min: 1, max: 99999 })");
  expect(samples).toContain("day: timestamp().slice(0, 10)");
  expect(samples).toContain("rate: String(integer())");
});

const rendered = (spec: string): ReadonlyMap<string, string> => {
  const [read] = readSpec(spec, "architecture.yaml");
  if (read === null) throw new Error("the spec of the test is not valid");
  return new Map(tests(read).map((file) => [file.path, file.content]));
};

const PEOPLE = `
keybeam: 1
name: club
services:
  people:
    entities: { Person: { fields: { name: string } } }
    api: { resources: { Person: [list, create] } }
auth:
  model: jwt
  user: people.Person
  selfRegistration: member
  roles: { member: { may: [people.*] } }
`;

test("where those alone who registered may make their row, each row of the tests is made by somebody new", () => {
  const alone = rendered(PEOPLE);
  expect(alone.get("test/people.test.ts")).toContain('as: { list: "member", create: "new member" }');
  expect(alone.get("test/support/samples.ts")).toContain('created("new member", "/v1/people"');
  expect(alone.get("test/support/client.ts")).toContain('"member" | "new member";');
  expect(alone.get("test/support/tokens.ts")).toContain('if (role.startsWith("new ")) return print(role.slice(4));');
  const others = rendered(`${PEOPLE.trimEnd().slice(0, -2)}, admin: { may: [people.*] } }\n`);
  expect(others.get("test/people.test.ts")).toContain('create: "admin"');
  expect(others.get("test/support/tokens.ts")).not.toContain('"new ');
});

test("a list that is cached is read from a row that is new", () => {
  const cached = rendered(`${PEOPLE}cache: { entries: { people.Person.list: { for: 1m } } }\n`);
  expect(cached.get("test/people.test.ts")).toContain("cached: true");
  expect(cached.get("test/support/resource.ts")).toContain("about.cached === true ? ids.shift()");
  expect(cached.get("test/support/client.ts")).toContain("export const cursorAt");
  expect(rendered(PEOPLE).get("test/support/client.ts")).not.toContain("cursorAt");
});
