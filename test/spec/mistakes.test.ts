import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { readSpec } from "../../src/spec/index.ts";
import { around } from "./fixtures/inputs.ts";

const whole = `keybeam: 1
name: sample
services:
  catalog:
    entities:
      Category: { fields: { name: string } }
      Item: { fields: { category: Category, left: int } }
    api:
      resources:
        Category: [list, get]
        Item: [list]
    operations:
      reserve: { input: { item: uuid }, idempotency: key }
      release: { input: { item: uuid }, idempotency: key }
  orders:
    entities:
      Order:
        fields:
          note: string
          status: enum(draft | placed | paid) = draft
        transitions:
          status:
            place: draft -> placed
            pay: placed -> paid
    api: { resources: { Order: [list, get, create] } }
    operations:
      place: { uses: [catalog.reserve] }
      quote: { http: POST /quotes }
    calls:
      catalog:
        operations: [reserve, release]
        timeout: 800ms
        retries: 2
        undo: { reserve: release }
auth:
  model: jwt
  roles:
    clerk: { may: [catalog.Category.list, catalog.Category.get, catalog.Item.list, orders.*] }
`;

function found(text: string): readonly Diagnostic[] {
  return readSpec(text, "architecture.yaml")[1];
}

/** The whole spec with one mistake in it. */
function mistaken(right: string | RegExp, wrong: string): string {
  const text = whole.replace(right, wrong);
  if (text === whole) throw new Error(`${right} does not stand in the spec`);
  return text;
}

function lineOf(start: string): number {
  return whole.split("\n").findIndex((line) => line.trim().startsWith(start)) + 1;
}

it("the spec is right without a mistake", () => {
  expect(found(whole)).toEqual([]);
});

describe("one mistake, one finding, at the cause", () => {
  it.each([
    ["a misspelt callee", mistaken("      catalog:\n", "      catalogue:\n"), "unknown-name", 30, "Did you mean `catalog`?"],
    ["a misspelt use", mistaken("uses: [catalog.reserve]", "uses: [catalog.reserv]"), "unknown-name", 27, "Did you mean `catalog.reserve`?"],
    ["an enum with commas", mistaken("draft | placed | paid)", "draft, placed, paid)"), "bad-type", 20, "Part the values by `|`: `enum(a | b | c)`."],
    ["a state's enum that is no type", mistaken("enum(draft", "enmu(draft"), "bad-type", 20, "Did you mean `enum`?"],
    ["an action by another name", mistaken("Category: [list, get]", "Category: [list, read]"), "wrong-value", 10, "Did you mean `get`?"],
    ["a misspelt action", mistaken("Order: [list, get,", "Order: [list, gett,"), "wrong-value", 25, "Did you mean `get`?"],
    ["an event that is misspelt where it is published", around("string", "operations:\n  sell: { http: POST /sales, emits: [Slod] }\n  ship: {}\nevents: { Sold: {} }\nreacts: { shop.Sold: ship }"), "unknown-name", 10, "Did you mean `Sold`?"],
  ])("%s", (_, text, rule, line, help) => {
    expect(found(text).map((one) => [one.rule, one.at.line, one.help])).toEqual([[rule, line, help]]);
  });

  it.each([
    ["a key of what is retried", mistaken("reserve: { input: { item: uuid }, idempotency", "reserve: { input: { item: uuid }, idempotencie"), "unknown-key"],
    ["a misspelt state in a transition", mistaken("place: draft ->", "place: drafft ->"), "unknown-state"],
    ["a misspelt state that others start from", mistaken("place: draft -> placed", "place: draft -> plased"), "unknown-state"],
    ["a state that the enum misspells", mistaken("| placed |", "| plased |"), "unknown-state"],
    ["transitions of what is no enum", mistaken("enum(draft | placed | paid) = draft", "text"), "unknown-state"],
    ["a queue of an event that does not exist", around("string", "operations: { sell: { http: POST /sales, emits: [Sold] } }\nevents: { Sold: { fields: { item: uuid } } }", "auth: { model: none }\nqueues: { sales: { carries: [shop.Solt], orderBy: item } }\n"), "unknown-name"],
  ])("%s", (_, text, rule) => {
    expect(found(text).map((one) => one.rule)).toEqual([rule]);
  });

  it("a plural where the singular is asked for: the entity's name is the cause", () => {
    const text = mistaken("      Category: { fields", "      Categories: { fields");
    const inResources = text.replace("        Category: [list", "        Categories: [list");
    for (const one of [text, inResources]) {
      const all = found(one);
      expect(all.map(({ rule, at, help }) => [rule, at.line, help])).toEqual([
        ["plural-entity", lineOf("Category: { fields"), "Name the entity `Category`."],
      ]);
      expect(all[0]?.related.map(({ at }) => at.line)).toContain(lineOf("Item: { fields"));
    }
  });

  it.each(["\t\tstatus: enum(a)", "\tstatus: enum(a)", "          \tstatus: enum(a)"])("after a tab nothing more is said: %j", (line) => {
    for (const place of [/^ {10}status: enum.*$/m, /^ {4}operations:$/m, /^ {6}catalog:$/m]) {
      const text = mistaken(place, line);
      const tab = text.split("\n").indexOf(line) + 1;
      expect(found(text).map(({ rule, at }) => [rule, at.line])).toEqual([["yaml-syntax", tab]]);
      expect(found(text)[0]?.message).toContain("A tab");
    }
  });

  it.each([
    ["units", "topology: hybrid\ndeploy: { units: { core: { hosts: [shop], as: process } } }\n", "Did you mean `services`?"],
    ["grants", "", "Did you mean `fields`?"],
  ])("a required key under another name: %s", (what, top, help) => {
    const text =
      what === "units"
        ? around("string", "", `auth: { model: none }\n${top}`)
        : "keybeam: 1\nname: x\nservices: { shop: { entities: { Order: { feilds: { a: int } } } } }\nauth: { model: none }\n";
    expect(found(text).map((one) => [one.rule, one.help])).toEqual([["unknown-key", help]]);
    expect(found(text)[0]?.message).toContain("is missing");
  });

  it("a key too many and another that is missing stay two", () => {
    const text = around("string", 'jobs: { nightly: { cron: "0 3 * * *", zon: UTC } }');
    expect(found(text).map((one) => one.rule)).toEqual(["missing-key", "unknown-key"]);
  });
});

describe("what else is wrong is still said", () => {
  it("a type beside a bad value, though the value speaks of the service", () => {
    const text = "keybeam: 1\nname: x\nservices:\n  shop:\n    operations: { quote: { input: { x: list(Lin) }, timeout: 2, deprecated: shop.old } }\nauth: { model: none }\n";
    expect(found(text).map(({ rule, at }) => [rule, at.column])).toEqual([
      ["unknown-name", 40],
      ["wrong-type", 62],
      ["wrong-type", 77],
    ]);
  });

  it("at its own place, though something before it in the list was left out", () => {
    const text = `${around("string", "operations: { sell: { http: POST /sales } }", "")}auth:\n  model: jwt\n  roles:\n    clerk:\n      may:\n        - Bad Name\n        - shop.sell\n        - shop.nothing\n`;
    expect(found(text).map(({ rule, at }) => [rule, text.split("\n")[at.line - 1]?.trim()])).toEqual([
      ["wrong-value", "- Bad Name"],
      ["unmatched-grant", "- shop.nothing"],
    ]);
  });

  it("a grant of nothing beside a dangling call", () => {
    const text = mistaken("uses: [catalog.reserve]", "uses: [catalog.reserv]").replace("catalog.Item.list", "catalog.nothing");
    expect(found(text).map(({ rule }) => rule)).toEqual(["unknown-name", "unmatched-grant"]);
  });
});

describe("the help is the fix", () => {
  it.each([
    ["timeout: 800ms", "timeout: 800", "Did you mean `800ms`?"],
    ["timeout: 800ms", "timeout: 2", "Write the unit too: `2s` or `2m`."],
    ["timeout: 800ms", "timeout: 25d", "Examples: `300ms`, `5s`, `15m`."],
    ["timeout: 800ms", 'timeout: "800"', "Did you mean `800ms`?"],
    ["timeout: 800ms", "timeout: 2 s", "Write `2s`."],
    ["retries: 2", "retries: two", "Write `2`."],
    ["retries: 2", 'retries: "2"', "Write `2` without quotes."],
    ["draft -> placed", "draft → placed", "Write `draft -> placed`."],
    ["draft -> placed", "draft => placed", "Write `draft -> placed`."],
    ["POST /quotes", "/quotes", "Write `GET /quotes` or `POST /quotes`."],
    ["POST /quotes", "post /quotes", "Write `POST /quotes`."],
    ["POST /quotes", "POST quotes", "Write `POST /quotes`."],
  ])("%s as %s", (right, wrong, help) => {
    expect(found(mistaken(right, wrong)).map((one) => one.help)).toEqual([help]);
  });

  it("a misspelt type with bounds is no type", () => {
    expect(found(around("optional(strng(..30))"))).toMatchObject([
      { rule: "bad-type", message: "`strng` is no type.", help: "Did you mean `string`?" },
    ]);
    expect(found(around("Order(..30)"))[0]?.message).toBe("`Order` takes nothing in brackets.");
  });

  it.each(["Order: [list, paint]", "Order: { actions: [list, paint] }"])("an entry of a list is called one: %s", (resource) => {
    const [first, ...rest] = found(around("string", `api: { resources: { ${resource} } }`));
    expect(rest).toEqual([]);
    expect(first?.message).toMatch(/^An entry of `\w+` is one of `list`, `get`, `create`, `update`, `delete`, not `paint`\.$/);
    expect(first?.help).toBe("");
  });

  it.each([
    ["pg-stats", "pg_"],
    ["public", "schema"],
    ["information-schema", "schema"],
  ])("a service cannot be called %s, and why", (name, reason) => {
    const [first] = found(`keybeam: 1\nname: x\nservices: { ${name}: {} }\nauth: { model: none }\n`);
    expect(first?.rule).toBe("reserved-name");
    expect(first?.message).toMatch(new RegExp(`Postgres.*${reason}|${reason}.*Postgres`));
  });

  it.each(["pg", "pg-shop"])("a system cannot be called %s: its roles would be Postgres' own", (name) => {
    expect(found(`keybeam: 1\nname: ${name}\nservices: {}\nauth: { model: none }\n`).map(({ rule }) => rule)).toEqual(["reserved-name"]);
  });
});
