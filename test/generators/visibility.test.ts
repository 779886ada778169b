import { expect, test } from "vitest";
import { accessMatrix, generate } from "../../src/generators/index.ts";
import { accessText } from "../../src/report/index.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";
import { example } from "./architectures.ts";

const spec = (topology = "modular-monolith", auth = "model: jwt"): string => `keybeam: 1
name: desk
topology: ${topology}
services:
  desk:
    types: { Offer: { price: money, margin: { type: money, visibleTo: [lead] } } }
    entities:
      Ticket:
        fields:
          title: string(1..80)
          rank: { type: int, default: 1, visibleTo: [lead] }
          score: { type: int, default: 1, set: never, visibleTo: [] }
          steps: list(Step)
          state: enum(open | done) = open
        transitions: { state: { finish: open -> done } }
      Step: { fields: { text: text, cost: { type: optional(money), visibleTo: [lead, audit] } } }
    api: { resources: { Ticket: { actions: [list, get, create, update, delete], search: [title] } } }
    operations:
      find: { http: GET /offers/:ticket, kind: query, input: { secret: { type: optional(string), visibleTo: [lead] } }, output: { offers: list(Offer), first: optional(Ticket) } }
      sum: { kind: query, output: { ticket: Ticket } }
    calls: {}
auth:
  ${auth}
  roles:
    member: { may: [desk.*] }
    audit: { may: [desk.Ticket.get] }
    lead: { extends: [audit], may: [desk.*] }
    head: { extends: [lead] }
`;

const architectureOf = (text: string) => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return architecture;
};

const tree = (text: string) => new Map(generate(architectureOf(text), { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
const table = tree(spec()).get("src/platform/auth/fields.ts") ?? "";
const rowOf = (operation: string): string => {
  const from = table.indexOf(`"${operation}"`);
  const next = table.indexOf('"desk.', from + 1);
  return from < 0 ? "" : table.slice(from, next < 0 ? undefined : next).replaceAll(/\s+/gu, " ");
};

test("every way to a field is in the table, at any depth, and who extends a role sees what it sees", () => {
  for (const operation of ["desk.Ticket.get", "desk.Ticket.create", "desk.Ticket.update", "desk.finish"]) {
    expect(rowOf(operation)).toContain('{ at: ["rank"], seenBy: ["lead", "head"] }, { at: ["score"], seenBy: [] }, { at: ["steps", "*", "cost"], seenBy: ["audit", "lead", "head"] }');
  }
  expect(rowOf("desk.Ticket.list")).toContain('{ at: ["items", "*", "steps", "*", "cost"]');
  expect(rowOf("desk.Ticket.list")).toContain('{ at: ["query", "sort"], seenBy: ["lead", "head"], values: ["rank", "-rank"] }');
  expect(rowOf("desk.find")).toContain('{ at: ["offers", "*", "margin"], seenBy: ["lead", "head"] }, { at: ["first", "rank"]');
  expect(rowOf("desk.find")).toContain('input: [{ at: ["query", "secret"], seenBy: ["lead", "head"] }]');
});

test("owned rows are replaced whole, by those who see all of them", () => {
  expect(rowOf("desk.Ticket.create")).toContain('{ at: ["body", "steps", "*", "cost"]');
  expect(rowOf("desk.Ticket.update")).toContain('{ at: ["body", "steps"], seenBy: ["audit", "lead", "head"] }');
});

test("what is for other services alone, and what shows nothing, is not in it", () => {
  expect(rowOf("desk.sum")).toBe("");
  expect(rowOf("desk.Ticket.delete")).toBe("");
});

test("a service is the same with it or without, but for what it is made of, in every topology", () => {
  const services = (topology: string): string => JSON.stringify([...tree(spec(topology))].filter(([path]) => path.startsWith("src/services/desk/") || path.includes("/kernel/")));
  for (const topology of ["monolith", "microservices", "serverless"]) expect(services(topology)).toBe(services("modular-monolith"));
  const plain = tree(spec().replaceAll(/, visibleTo: \[[^\]]*\]/gu, ""));
  for (const [path, content] of tree(spec())) if (path.startsWith("src/services/")) expect(plain.get(path), path).toBe(content);
  expect([...plain.keys()].filter((path) => /visibility|fields/u.test(path))).toEqual([]);
});

test("the matrix shows who sees what", () => {
  const matrix = accessMatrix(architectureOf(spec()));
  expect(matrix.fields).toContainEqual({ field: "desk.Ticket.rank", roles: [false, false, true, true] });
  expect(matrix.fields.map(({ field }) => field)).toEqual(["desk.Ticket.rank", "desk.Ticket.score", "desk.Step.cost", "desk.Offer.margin", "desk.find.secret"]);
  expect(accessText(matrix)).toMatch(/desk\.Step\.cost +- +yes +yes +yes\n/u);
  expect(accessText(accessMatrix(example("shop")))).not.toContain("seen by");
});

test("the tests of a resource are run as somebody who sees all of it", () => {
  const text = tree(spec()).get("test/desk.test.ts") ?? "";
  expect(text).toContain('create: "lead"');
  expect(text.match(/\w+: "member"/gu)).toEqual(['delete: "member"']);
});

test("nothing is generated where nobody knows who calls, and nothing promised of events", () => {
  const open = spec("monolith", "model: none");
  expect(ungenerated(architectureOf(open)).filter(({ severity }) => severity === "error").map(({ message }) => message.slice(0, 11))).toEqual(["`visibleTo`"]);
  const heard = spec().replace("    calls: {}", "    events: { Done: { fields: { ticket: uuid, cost: { type: optional(int), visibleTo: [lead] } } } }");
  expect(ungenerated(architectureOf(heard)).map(({ message }) => message.slice(0, 30))).toContain("`visibleTo` says nothing of wh");
});

test("a role that there is not is an error", () => {
  const [, diagnostics] = readSpec(spec().replace("visibleTo: [lead, audit]", "visibleTo: [leed]"), "architecture.yaml");
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ rule, help }) => [rule, help])).toEqual([["unknown-name", "Did you mean `lead`?"]]);
});
