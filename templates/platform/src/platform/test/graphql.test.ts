import { buildSchema, getIntrospectionQuery } from "graphql";
import { describe, expect, test } from "vitest";
import { executeRequest, type GraphRequest } from "../graphql/execute.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import { type Failure, ok, type Result } from "../kernel/result.ts";

const schema = buildSchema(`
  type Query {
    orders(first: Int): OrderConnection
    order: Order
    count: Int
  }
  type Mutation {
    place: Order
    write(input: WriteInput!, tone: Tone): Order
  }
  input WriteInput {
    text: String!
    hidden: Int
  }
  enum Tone {
    secretly_loud
    low
  }
  type OrderConnection {
    nodes: [Order!]!
  }
  type Order {
    id: ID!
    lines: [Line!]!
  }
  type Line {
    text: String!
  }
`);

const order = { id: "1", lines: [{ text: "tea" }] };

const asking = async (asked: GraphRequest | string, found: () => Promise<Result<unknown>> = async () => ok(order)) => {
  const ran: string[] = [];
  const said: unknown[] = [];
  const log = { info: () => {}, warn: () => {}, error: (...all: unknown[]) => void said.push(all) };
  const run = (field: string) => {
    ran.push(field);
    return found();
  };
  const request = typeof asked === "string" ? { query: asked } : asked;
  const failures: string[] = [];
  const failed = (field: string, { code }: Failure) => void failures.push(`${field} ${code}`);
  const answered = await executeRequest({ schema, run, introspection: false, log, failed }, request, memoryEnvelope());
  return {
    ...answered,
    failures,
    codes: JSON.stringify(answered.errors ?? []).match(/(?<="code":")\w+/g) ?? [],
    ran,
    said,
  };
};

describe("what is asked", () => {
  test("runs what stands behind the fields at the top, and nothing more", async () => {
    expect(await asking("{ order { id lines { text } } }")).toMatchObject({ data: { order }, ran: ["order"] });
    expect(await asking("mutation { a: place { id } b: place { id } }")).toMatchObject({ ran: ["place", "place"] });
  });

  test("is not told in production what else there is", async () => {
    expect(await asking(getIntrospectionQuery())).toMatchObject({
      ran: [],
      codes: expect.arrayContaining(["invalid"]),
    });
    const guessed = await asking("{ ordr { id } }");
    expect(JSON.stringify(guessed.errors)).not.toMatch(/did you mean|orders/i);
    expect(guessed.data).toBeUndefined();
  });

  test("is told of a failure its code, and of an error nothing", async () => {
    const failed = await asking("{ order { id } }", async () => ({
      ok: false,
      failure: { code: "OutOfStock", message: "There is none." },
    }));
    expect(failed).toMatchObject({ data: { order: null }, codes: ["OutOfStock"], failures: ["order OutOfStock"] });
    const broken = await asking("{ order { id } }", () => Promise.reject(new Error("secret")));
    expect(broken).toMatchObject({ data: { order: null }, codes: ["internal"] });
    expect(JSON.stringify(broken.errors)).not.toContain("secret");
    expect(broken.said).toHaveLength(1);
  });
});

describe("variables that do not fit", () => {
  const query = "mutation ($input: WriteInput!, $tone: Tone) { write(input: $input, tone: $tone) { id } }";
  const wrong: readonly GraphRequest["variables"][] = [
    { input: { text: "a", hiden: 1 } },
    { input: { text: "a", hidden: "ann@example.com" } },
    { input: { text: "a" }, tone: "secretly_lou" },
    { input: {} },
    {},
  ];

  test.each(wrong)("are the client's mistake, and nothing runs: %j", async (variables) => {
    const refused = await asking({ query, variables: variables ?? {} });
    expect(refused).toMatchObject({ codes: ["invalid"], ran: [], said: [] });
    expect(refused.data).toBeUndefined();
    expect(JSON.stringify(refused.errors)).not.toMatch(/did you mean|secretly_loud/i);
  });

  test("are not in the log, nor are values that do not fit what is answered", async () => {
    const { codes, said } = await asking("{ ann_example: count }", async () => ok("ann@example.com"));
    expect(codes).toEqual(["internal"]);
    expect(said).toEqual([["a field failed", expect.objectContaining({ field: "count" })]]);
    expect(JSON.stringify(said, (_, value) => (value instanceof Error ? value.message : value))).not.toContain("ann");
  });
});

describe("what is too much", () => {
  const lines = "nodes { id lines { text } }";

  test("is an answer larger than may be, by what was chosen of it, and one error says so", async () => {
    const text = "x".repeat(100_000);
    const nodes = Array.from({ length: 50 }, () => ({ id: "1", lines: [{ text }] }));
    const found = async () => ok({ nodes });
    expect((await asking("{ orders { nodes { id } } }", found)).codes).toEqual([]);
    const large = await asking(`{ orders { ${lines} } }`, found);
    expect(large).toMatchObject({ codes: ["answerTooLarge"], ran: ["orders"], said: [] });
    expect(large.data).toBeUndefined();
  });

  test("is counted for each item of a page, however long it is asked to be", async () => {
    expect((await asking(`{ orders(first: 100) { ${lines} } }`, async () => ok({ nodes: [order] }))).codes).toEqual([]);
    expect(await asking(`{ orders(first: 1000) { ${lines} } }`)).toMatchObject({ codes: ["tooCostly"], ran: [] });
    const query = `query ($first: Int) { orders(first: $first) { ${lines} } }`;
    expect(await asking({ query, variables: { first: 1_000 } })).toMatchObject({ codes: ["tooCostly"], ran: [] });
  });

  test("is counted by the length of a page that an operation gives a variable, where none is sent", async () => {
    const query = `query ($first: Int = 1000) { orders(first: $first) { ${lines} } }`;
    expect(await asking({ query })).toMatchObject({ codes: ["tooCostly"], ran: [] });
    const found = async () => ok({ nodes: [order] });
    expect((await asking({ query, variables: { first: 10 } }, found)).codes).toEqual([]);
  });

  test("is counted for the names of types and for the length of names, too", async () => {
    const rows = (fields: string) =>
      `{ ${Array.from({ length: 10 }, (_, index) => `q${index}: orders(first: 100) { nodes { ...t } }`).join(" ")} }
      fragment t on Order { ${fields} }`;
    const types = Array.from({ length: 600 }, (_, index) => `a${index}: __typename`).join(" ");
    expect(await asking(rows(types))).toMatchObject({ codes: ["tooCostly"], ran: [] });
    expect(await asking(rows(`${"a".repeat(60_000)}: id`))).toMatchObject({ codes: ["tooLong"], ran: [] });
    const found = async () => ok({ nodes: [order] });
    expect((await asking(rows(`__typename ${"a".repeat(64)}: id`), found)).codes).toEqual([]);
  });

  test("is not hidden by other names, or in fragments", async () => {
    const several = Array.from({ length: 9 }, (_, index) => `a${index}: orders(first: 99) { ...page }`).join(" ");
    const page = `fragment page on OrderConnection { ${lines} }`;
    expect(await asking(`{ ${several} } ${page}`)).toMatchObject({ codes: ["tooCostly"], ran: [] });
    const many = Array.from({ length: 11 }, (_, index) => `a${index}: order { id }`).join(" ");
    expect(await asking(`{ ...all } fragment all on Query { ${many} }`)).toMatchObject({
      codes: ["tooBroad"],
      ran: [],
    });
  });

  test("is refused in no time where fragments double each other, or use themselves", async () => {
    const doubled = Array.from({ length: 60 }, (_, at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`);
    const last = "fragment f60 on Query { order { id } }";
    const began = performance.now();
    expect((await asking(`{ ...f0 } ${doubled.join(" ")} ${last}`)).codes).toEqual(["tooBroad"]);
    expect((await asking("{ ...f } fragment f on Query { order { id } ...f }")).codes).toEqual(["invalid"]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
