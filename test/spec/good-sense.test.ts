import { expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";

function found(text: string, rule: string): readonly string[] {
  const [, diagnostics] = readSpec(`keybeam: 1\nname: sample\n${text}`, "architecture.yaml");
  return diagnostics.filter((one) => one.rule === rule).map(({ message, help }) => `${message} ${help}`);
}

const caller = (topology: string, availability: string, calls: string): string => `
topology: ${topology}
requirements: { availability: ${availability} }
services:
  orders: { operations: { ask: { kind: query, http: GET /ask } }, calls: { stock: { operations: ${calls} } } }
  stock:
    operations:
      count: { kind: query, output: { left: int } }
      note: { input: { text: string }, idempotency: natural }
      reserve: { output: { id: uuid }, idempotency: natural }
auth: { model: none }
`;

it.each([
  ["microservices", "99.9%", "[count]", "fallback: cached"],
  ["microservices", "99.9%", "[note]", "fallback: queue"],
])("in %s at %s a call of %s is offered %s", (topology, availability, calls, way) => {
  const [finding = ""] = found(caller(topology, availability, calls), "call-without-fallback");
  expect(finding).toContain(`${availability} is promised`);
  expect(finding).toContain(way);
});

it.each([
  ["nothing can stand for the answer of a command", "microservices", "99.9%", "[reserve]"],
  ["nothing is promised", "microservices", "99%", "[count]"],
  ["the call stays in its process", "modular-monolith", "99.9%", "[count]"],
])("no fallback is asked for where %s", (_, topology, availability, calls) => {
  expect(found(caller(topology, availability, calls), "call-without-fallback")).toEqual([]);
});

const scaled = (availability: string, deploy: string): string => `
topology: modular-monolith
requirements: { availability: ${availability} }
services: { orders: { operations: { ask: { kind: query, http: GET /ask } } } }
auth: { model: none }
deploy: ${deploy}
`;

it.each([
  ["99.95%", "{ target: process }", 1],
  ["99.95%", "{ target: kubernetes, scale: { orders: { min: 1, max: 4 } } }", 1],
  ["99.95%", "{ target: kubernetes, scale: { orders: { min: 2 } } }", 0],
  ["99.95%", "{ target: compose }", 0],
  ["99.9%", "{ target: process }", 0],
])("%s on %s: %d units are alone", (availability, deploy, count) => {
  expect(found(scaled(availability, deploy), "single-instance")).toHaveLength(count);
});

const tickets = (resource: string, more = ""): string => `
services:
  tickets:
    entities:
      Board: { fields: { name: string } }
      Ticket: { fields: { title: string, state: string, board: Board }, indexes: [state, board, [createdAt, title]], partitionBy: title }
    api: { resources: { Board: [get], Ticket: ${resource} } }
${more}
auth: { model: none }
`;

it.each([
  ["every stored field filters a list", "[list]", "", 0],
  ["a filter leaves one out", "{ actions: [list], filter: [title] }", "", 1],
  ["there is no list", "[get]", "", 2],
  ["code written by hand may ask", "[get]", "    operations: { search: { kind: query, http: GET /search } }", 0],
])("an index is paid for in vain where %s", (_, resource, more, count) => {
  expect(found(tickets(resource, more), "unused-index")).toHaveLength(count);
});

const indexed = (field: string, more: string): string => `
services:
  s:
    entities:
      A: { fields: { x: ${field} }${more} }
      B: { fields: { n: string } }
    api: { resources: { A: [list] } }
auth: { model: none }
`;

it.each([
  ["json", "is JSON"],
  ["list(int)", "is a list"],
  ["list(B)", "is a list of owned children"],
  ["set(B)", "is a set"],
])("%s takes no index, however it is asked for", (type, why) => {
  for (const more of [", indexes: [x]", ", unique: [[x]]", ", partitionBy: x"]) {
    expect(found(indexed(type, more), "unindexable-field")[0], more).toContain(`\`x\` ${why}, so that`);
  }
});

it.each(["string", "int", "money", "date", "enum(a | b)", "B"])("%s takes one", (type) => {
  expect(found(indexed(type, ", indexes: [x, createdAt]"), "unindexable-field")).toEqual([]);
});
