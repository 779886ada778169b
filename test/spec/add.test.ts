import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Json } from "../../src/model/architecture.ts";
import { type Addition, addToSpec } from "../../src/spec/index.ts";

const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

function added(text: string, ...additions: readonly Addition[]): string {
  const result = addToSpec(text, additions);
  return "text" in result ? result.text : `! ${JSON.stringify(result)}`;
}

/** Lines of `after` that `before` has not, with what stands above each. */
function newLines(before: string, after: string): readonly string[] {
  const old = before.split("\n");
  const now = after.split("\n");
  const found: string[] = [];
  let n = 0;
  for (const line of now) {
    if (line === old[n]) n += 1;
    else found.push(line);
  }
  expect(n, "every line of before is there, in order").toBe(old.length);
  return found;
}

describe("adding to a spec", () => {
  it.each<readonly [what: string, addition: Addition, lines: readonly string[]]>([
    ["a field", { at: ["services", "catalog", "entities", "Product", "fields", "weight"], value: "int(0..) = 0" }, ["          weight: int(0..) = 0"]],
    ["an entity among short ones and long ones", { at: ["services", "catalog", "entities", "Review"], value: { fields: { stars: "int(1..5)" } } }, ["      Review: { fields: { stars: int(1..5) } }"]],
    ["an operation among long ones", { at: ["services", "orders", "operations", "track"], value: { http: "GET /tracking", kind: "query" } }, ["      track:", "        http: GET /tracking", "        kind: query"]],
    ["a service, an empty line between", { at: ["services", "reviews"], value: { entities: { Review: { fields: { stars: "int(1..5)" } } } } }, ["  reviews:", "    entities:", "      Review: { fields: { stars: int(1..5) } }", ""]],
    ["what nothing led to", { at: ["services", "customers", "events", "CustomerMoved"], value: { fields: { customer: "uuid" } } }, ["    events:", "      CustomerMoved: { fields: { customer: uuid } }"]],
    ["a queue", { at: ["queues", "slow"], value: { carries: ["payments.PaymentFailed"], attempts: 9 } }, ["  slow:", "    carries: [payments.PaymentFailed]", "    attempts: 9"]],
    ["a quoted text", { at: ["auth", "policies", "isOwner"], value: "resource.customer == user.id", quoted: true }, ['    isOwner: "resource.customer == user.id"']],
  ])("lays %s out as its neighbours are", (_, addition, lines) => {
    expect(newLines(shop, added(shop, addition))).toEqual(lines);
  });

  it("joins lists on a line, lists in lines, and a single name", () => {
    const text = "auth: { roles: { a: { may: [x.y] } } }\nb:\n  - one # first\n  # last\nc: { emits: A }\n";
    const joins = true;
    expect(added(text, { at: ["auth", "roles", "a", "may"], value: "x.z", joins }, { at: ["b"], value: "two", joins }, { at: ["c", "emits"], value: "B", joins })).toBe(
      "auth: { roles: { a: { may: [x.y, x.z] } } }\nb:\n  - one # first\n  - two\n  # last\nc: { emits: [A, B] }\n",
    );
  });

  it("lays brackets out in lines where their line becomes too long, the outermost first, and no others", () => {
    const more = { "name": "string(1..80)" };
    const other = "Tag: { fields: { label: { type: string(1..40), unique: true } } }";
    const spec = (line: string): string => `services:\n  shop:\n    entities:\n      ${other}\n      ${line}\n      ${other.replace("Tag", "Label")}\n`;
    const field = { at: ["services", "shop", "entities", "Note", "fields", "colour"], value: more.name };
    const body = "title: string(1..200), 'body': optional(text),  pinned: bool = false";
    const tail = "state: int(0..)";
    expect(added(spec(`Note: { fields: { ${body} } }`), field)).toBe(spec(`Note: { fields: { ${body}, colour: string(1..80) } }`));
    expect(added(spec(`Note: { fields: { ${body} }, indexes: [title] } # ok`), field)).toBe(spec(`Note: # ok\n        fields: { ${body}, colour: string(1..80) }\n        indexes: [title]`));
    expect(added(spec(`Note: { fields: { ${body}, ${tail} } }`), field)).toBe(
      spec("Note:\n        fields:\n          title: string(1..200)\n          'body': optional(text)\n          pinned: bool = false\n          state: int(0..)\n          colour: string(1..80)"),
    );
    const long = `Note: { fields: { ${body}, ${tail}, count: int(0..) } }`;
    expect(added(spec(long), field), "somebody likes it long").toBe(spec(long.replace(" } }", ", colour: string(1..80) } }")));
    const crlf = spec(`Note: { fields: { ${body}, ${tail} } }`).replaceAll("\n", "\r\n");
    expect(added(crlf, field).replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("lays a list out in lines where its line becomes too long", () => {
    const grants = ["catalog.Product.list", "catalog.Product.get", "orders.place", "orders.quote", "orders.cancel"];
    const text = `auth:\n  roles:\n    customer: { may: [${grants.join(", ")}] }\n    admin: { may: [all] }\n`;
    const lines = [...grants, "payments.Payment.get"].map((one) => `        - ${one}\n`).join("");
    expect(added(text, { at: ["auth", "roles", "customer", "may"], value: "payments.Payment.get", joins: true })).toBe(
      `auth:\n  roles:\n    customer:\n      may: [${[...grants, "payments.Payment.get"].join(", ")}]\n    admin: { may: [all] }\n`,
    );
    const longer = text.replaceAll("orders.", "ordering.");
    expect(added(longer, { at: ["auth", "roles", "customer", "may"], value: "payments.Payment.get", joins: true })).toBe(
      `auth:\n  roles:\n    customer:\n      may:\n${lines.replaceAll("orders.", "ordering.")}    admin: { may: [all] }\n`,
    );
  });

  it("keeps a flow over many lines, its comments and its comma at the end", () => {
    const text = "a: {\n  x: 1, # one\n  y: 2 # two, really\n  # end\n}\nb: {\n  x: 1,\n}\n";
    expect(added(text, { at: ["a", "z"], value: 3 }, { at: ["b", "z"], value: 3 })).toBe("a: {\n  x: 1, # one\n  y: 2, # two, really\n  # end\n  z: 3\n}\nb: {\n  x: 1,\n  z: 3,\n}\n");
  });

  it("keeps line ends, a byte order mark, block texts and a missing last newline", () => {
    expect(added("\u{FEFF}a:\r\n  x: 1\r\n", { at: ["a", "w"], value: { z: { k: { l: 1 } } } })).toBe("\u{FEFF}a:\r\n  x: 1\r\n  w:\r\n    z: { k: { l: 1 } }\r\n");
    expect(added("a:\n  x: |\n    one\n\n    two\n\nb: 1", { at: ["a", "k"], value: 2 }, { at: ["c"], value: { d: 1 } })).toBe("a:\n  x: |\n    one\n\n    two\n  k: 2\n\nb: 1\n\nc:\n  d: 1\n");
  });

  it("says where a name is taken, and never writes over it", () => {
    expect(addToSpec(shop, [{ at: ["services", "orders"], value: {} }])).toEqual({ taken: ["services", "orders"], line: 67, column: 3 });
    expect(addToSpec("a: [x]\n", [{ at: ["a"], value: "x", joins: true }])).toEqual({ taken: ["a"], line: 1, column: 1 });
    expect(addToSpec("a: [x]\n", [{ at: ["a", "b"], value: 1 }])).toEqual({ noPlace: ["a", "b"] });
  });
});

/** A map as YAML in one of the ways in which people lay it out, a comment here and there. */
function laidOut(value: Json, pick: (n: number) => number, indent = 0): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const pad = " ".repeat(indent + 3);
  if (indent > 0 && pick(3) === 0) return `{${entries.map(([key, one]) => ` ${key}: ${JSON.stringify(one)}`).join(",")}${pick(2) === 0 ? "," : " "}}`;
  if (indent > 0 && pick(3) === 0) {
    const comma = (n: number): string => (n < entries.length - 1 || pick(2) === 0 ? "," : "");
    return `{\n${entries.map(([key, one], n) => `${pad}${key}: ${JSON.stringify(one)}${comma(n)}${pick(2) === 0 ? " # c, {d}" : ""}`).join("\n")}\n${pick(2) === 0 ? `${pad}# end\n` : ""}${pad}}`;
  }
  const own = " ".repeat(indent);
  const lines = entries.map(([key, one]) => {
    const held = laidOut(one, pick, indent + 2);
    const block = typeof one === "object" && one !== null && !held.startsWith("{") && !held.startsWith("[");
    return `${pick(4) === 0 ? "\n" : ""}${pick(4) === 0 ? `${own}# about ${key}\n` : ""}${own}${key}:${block ? `\n${held}` : ` ${held}`}${pick(4) === 0 && !block ? " # c" : ""}`;
  });
  return lines.join("\n");
}

describe("whatever the layout", () => {
  const key = fc.constantFrom("a", "b", "c", "d");
  const scalar = fc.constantFrom<Json>("x", 1, ["p", "q"], true);
  const map = fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar)))), { minKeys: 1 });

  it("adds that entry and nothing else, and loses no comment", () => {
    fc.assert(
      fc.property(map, fc.array(fc.nat(11), { minLength: 40, maxLength: 40 }), fc.array(key, { maxLength: 2 }), fc.constantFrom<Json>("new", { k: "v", l: { m: [1] } }), fc.boolean(), (data, picks, way, value, crlf) => {
        let n = 0;
        const lf = `${laidOut({ top: 1, ...data }, (of) => (picks[n++ % picks.length] ?? 0) % of)}\n`;
        const text = crlf ? lf.replaceAll("\n", "\r\n") : lf;
        const at = [...way, "added"];
        const result = addToSpec(text, [{ at, value }]);
        if (!("text" in result)) {
          expect(way.length).toBeGreaterThan(0);
          return;
        }
        const meant = structuredClone<unknown>({ top: 1, ...data });
        let here = meant;
        for (const name of way) {
          if (Reflect.get(Object(here), name) === undefined) Reflect.set(Object(here), name, {});
          here = Reflect.get(Object(here), name);
        }
        Reflect.set(Object(here), "added", value);
        expect(parse(result.text)).toEqual(meant);
        const comments = (of: string): readonly string[] => [...of.matchAll(/# .*/g)].map(([one]) => one.trimEnd());
        expect(comments(result.text)).toEqual(comments(text));
        expect(result.text.includes("\r\n")).toBe(crlf);
        expect(result.text.replaceAll("\r\n", "").includes("\n")).toBe(!crlf);
      }),
      { numRuns: 400 },
    );
  });
});
