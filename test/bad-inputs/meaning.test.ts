import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";
import { judge, type Row, spec } from "./judge.ts";

const services = (text: string, auth = "auth: { model: none }\n"): string => `keybeam: 1\nname: x\nservices:\n${text}${auth}`;
const calling = (name: string, ...targets: readonly string[]): string => `  ${name}:\n    operations: { act: { kind: query, http: GET /${name} } }\n    calls: { ${targets.map((one) => `${one}: { operations: [act], timeout: 1s }`).join(", ")} }\n`;
const jwt = "auth: { model: jwt, roles: { user: { may: [all] } } }\n";

const rows: readonly Row[] = [
  ["M01", "a service that calls itself", services(calling("a", "a")), "call-cycle"],
  ["M01", "a service that nobody knows", services(calling("a", "b")), "unknown-name"],
  ["M02", "an event that nobody publishes", services("  a:\n    operations: { act: { http: POST /a } }\n    reacts: { b.Done: act }\n  b:\n    events: { Done: { fields: { id: uuid } } }\n"), "unpublished-event"],
  ["M02", "an event that does not exist", services("  a:\n    operations: { act: { http: POST /a } }\n    reacts: { b.Gone: act }\n  b: {}\n"), "unknown-name"],
  ["M04", "an entity without fields", services("  a: { entities: { Thing: { fields: {} } } }\n"), "wrong-value"],
  ...["id", "version", "createdAt"].map((field): Row => ["M04", `a field ${field}`, spec({ field }), "reserved-name"]),
  ["M04", "a required circle", services("  a: { entities: { A: { fields: { b: B } }, B: { fields: { a: A } } } }\n"), "required-cycle"],
  ["M04", "types that hold one another", services("  a: { types: { A: { b: optional(B) }, B: { as: list(A) } } }\n"), "type-cycle"],
  ["M04", "a list of another service's entity", services("  a: { entities: { A: { fields: { b: list(b.B) } } } }\n  b: { entities: { B: { fields: { a: int } } } }\n"), "bad-type"],
  ["M05", "a service too many", services(Array.from({ length: 201 }, (_, n) => `  s${n}: {}\n`).join("")), "too-many-services"],
  ["M06", "an operation over HTTP, and no auth", services("  a: { operations: { act: { http: POST /a } } }\n", ""), "missing-auth"],
  ["M06", "any origin", spec({ top: 'api: { cors: ["*"] }\n' }), "bad-url"],
  ...["hunter2", "AKIAIOSFODNN7EXAMPLE"].map((secret): Row => ["M06", `a secret, ${secret.slice(0, 4)}…`, spec({ top: `integrations: { other: { baseUrl: https://a.example, auth: { bearer: SECRET, password: ${secret} }, operations: { a: { http: POST /a } } } }\n` }), "secret-in-spec"]),
  ["M06", "a private key", spec({ more: 'description: "-----BEGIN PRIVATE KEY-----"' }), "secret-in-spec"],
  ["M08", "keybeam: 99", "keybeam: 99\nname: x\n", "spec-version"],
  ["M08", 'keybeam: "1"', 'keybeam: "1"\nname: x\n', "spec-version"],
  ["M08", "no version", "name: x\nservices: {}\n", "missing-key"],
];

describe("meaning", () => {
  it.each(rows)("%s: %s", (_, __, text, rule) => judge(text, rule));

  it("M01: a circle of three is printed once, the same way in each order", () => {
    const circle = [calling("a", "b"), calling("b", "c"), calling("c", "a")];
    const said = [circle, [...circle].reverse()].map((list) => readSpec(services(list.join("")), "architecture.yaml")[1].filter(({ rule }) => rule === "call-cycle").map(({ message }) => message));
    expect(said[0]).toHaveLength(1);
    expect(said[1]).toEqual(said[0]);
  });

  it("M02: an event that nobody hears is a warning", () => {
    const [architecture, found] = readSpec(services("  a:\n    operations: { act: { http: POST /a, emits: Done } }\n    events: { Done: {} }\n"), "architecture.yaml");
    expect([architecture === null, found.map(({ rule, severity }) => `${severity} ${rule}`)]).toEqual([false, ["warning unheard-event"]]);
  });

  it("M05: 200 services and 500 entities are read in time", () => {
    const entity = (n: number): string => `E${n}: { fields: { ${Array.from({ length: 15 }, (_, k) => `f${k}: int`).join(", ")} } }`;
    const text = services(Array.from({ length: 200 }, (_, n) => `  s${n}: { entities: { ${Array.from({ length: n < 100 ? 3 : 2 }, (__, k) => entity(n * 3 + k)).join(", ")} } }\n`).join(""));
    judge(text, null);
  });

  it("M06: no secret is said again, and none is shown where a door stands open without a word", () => {
    const [, found] = readSpec(spec({ top: "integrations: { other: { baseUrl: https://a.example, auth: { bearer: SECRET, password: hunter2 }, operations: { a: { http: POST /a } } } }\n" }), "architecture.yaml");
    expect(JSON.stringify(found)).not.toContain("hunter2");
    expect(readSpec(services("  a: { operations: { act: { http: POST /a } } }\n", jwt), "architecture.yaml")[0]).not.toBeNull();
  });
});
