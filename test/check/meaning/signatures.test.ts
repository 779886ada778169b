import { describe, expect, it } from "vitest";
import { check, projectOf } from "../../../src/check/index.ts";
import type { MeaningCache } from "../../../src/check/meaning/cache.ts";
import type { Fact } from "../../../src/check/meaning/fact.ts";
import { architectureOf, checkFiles } from "../project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  web: { paths: ["src/web/**"], uses: [logic] }
  logic: { paths: ["src/logic/**"], uses: [store] }
  store: { paths: ["src/store/**"] }
`;

const store = `
export interface Row { id: string }
export interface Box<T> { value: T }
export type Alias = { row: 1 };
export enum Level { low, high }
export class Table { rows: Row[] = []; }
export const read = async (): Promise<Row> => ({ id: "1" });
export const plain = () => ({ id: "1" });
export const Both = 1;
export interface Both { id: string }
export const Union = 1;
export type Union = { a: 1 } | { b: 1 };
`;
const logic = `
import { type Row, type Alias, type Box, Both, Level, Table, Union, read, plain } from "../store/rows.ts";
export const findOne = () => read();
export const named = async (): Promise<{ items: Map<string, Row[]> }> => ({ items: new Map() });
export const structure = () => plain();
export const level = (): Level => Level.low;
export const alias = (): Alias => ({ row: 1 });
export const both = (): Both => ({ id: "" });
export const union = (): Union => ({ a: 1 });
export const take = (row: Row) => row.id;
export interface Order { id: string; row: Row }
export interface Page<T> { items: T[] }
export const page = (): Page<Row> => ({ items: [] });
export const own = (): Order => ({ id: "", row: { id: "" } });
export class Base { protected rows: Row[] = []; private hidden = new Table(); }
export abstract class Reader<T> { abstract one(): T; }
export abstract class Rows extends Reader<Row> {}
export type { Row as OrderRow, Box } from "../store/rows.ts";
export { Table };
`;

const leaks: readonly (readonly [string, string])[] = [
  [`export const f = () => findOne();`, "Row"],
  [`export async function f() { return { items: [await findOne()] }; }`, "Row"],
  [`export const f = async () => (await named()).items;`, "Row"],
  [`export const f = level;`, "Level"],
  [`export const f = () => alias();`, "Alias"],
  [`export const f = (row: Parameters<typeof take>[0]) => 1;`, "Row"],
  [`export const f = page;`, "Row"],
  [`export type F = ReturnType<typeof findOne>;`, "Row"],
  [`export interface F { row: Awaited<ReturnType<typeof findOne>> }`, "Row"],
  [`export class F { rows = named(); }`, "Row"],
  [`export class F { static rows = named(); }`, "Row"],
  [`export class F { constructor(readonly x: Parameters<typeof take>[0]) {} }`, "Row"],
  [`export class F extends Base {}`, "Row"],
  [`export abstract class F extends Rows {}`, "Row"],
  [`export interface F extends Page<OrderRow> {}`, "Row"],
  [`export const f = (x: OrderRow) => 1;`, "Row"],
  [`export const f = <T extends OrderRow>(x: T) => x;`, "Row"],
  [`export const f: Record<string, (x: [OrderRow]) => void> = {};`, "Row"],
  [`export default () => findOne();`, "Row"],
  [`const f = findOne; export { f as g };`, "Row"],
  [`export { findOne } from "../logic/orders.ts";`, "Row"],
  [`export const f = (t: Table) => 1;`, "Table"],
  [`export const f = (b: Box<string>) => 1;`, "Box"],
  [`export const f = () => both();`, "Both"],
  [`export const f = () => union();`, "Union"],
];

const sound = [
  `export const f = async () => (await findOne()).id;`,
  `export const f = structure;`,
  `export const f = own;`,
  `const f = findOne; void f;`,
  `export class F { #row = named(); private more = named(); size = 1; }`,
  `export const f = (): { id: string } => ({ id: "" });`,
  `export const f = async (): Promise<{ id: string }> => findOne();`,
];

const head = `import { findOne, named, structure, level, alias, take, page, own, both, union, Base, Rows, type Page, type OrderRow, type Box, type Table } from "../logic/orders.ts";`;
const findIn = async (text: string) => {
  const { diagnostics } = await checkFiles(spec, { "src/web/a.ts": `${head}\n${text}`, "src/logic/orders.ts": logic, "src/store/rows.ts": store });
  return diagnostics.map(({ rule, at, message }) => `${rule} ${at.file}:${at.line} ${/leaks (\w+)/.exec(message)?.[1]}`);
};

describe("signature-leak", () => {
  it.each(leaks)("finds %s", async (text, type) => {
    expect(await findIn(text)).toEqual([`signature-leak src/web/a.ts:2 ${type}`]);
  });

  it.each(sound)("leaves %s alone", async (text) => {
    expect(await findIn(text)).toEqual([]);
  });

  it("shows where the type is declared and the line of the spec, and leaves a forbidden import to its own rule", async () => {
    const { diagnostics } = await checkFiles(spec, {
      "src/web/a.ts": `import { findOne } from "../logic/orders.ts";\nexport const f = findOne;`,
      "src/web/b.ts": `import type { Row } from "../store/rows.ts";\nexport const f = (row: Row) => row;`,
      "src/logic/orders.ts": logic,
      "src/store/rows.ts": store,
    });
    expect(diagnostics.map(({ rule }) => rule)).toEqual(["signature-leak", "layer-uses"]);
    expect(diagnostics[0]?.related.map(({ at }) => `${at.file}:${at.line}`)).toEqual(["src/store/rows.ts:2", "architecture.yaml:5"]);
    expect(diagnostics[0]?.help).toMatch(/Give it a type of its own, .*; or, where web may know that layer's types, write `typesOf: \[store\]` on it\.$/);
  });

  it("says where a file that types depend on nests too deep", async () => {
    const { diagnostics } = await checkFiles(spec, {
      "src/web/a.ts": `import { findOne } from "../logic/orders.ts";\nexport const f = findOne;`,
      "src/logic/orders.ts": logic,
      "src/store/rows.ts": `${store}export const deep = ${"x => ".repeat(60_000)}1;`,
    });
    expect(diagnostics.map(({ rule, at }) => `${rule} ${at.file}`)).toEqual(["unjudged src/web/a.ts"]);
  });

  it("is ignored where a comment gives a reason", async () => {
    expect(await findIn("// keybeam-ignore signature-leak: until the split\nexport const f = () => findOne();")).toEqual([]);
  });

  it("asks anew where the spec wants to know of other places", async () => {
    const entries = new Map<string, readonly Fact[]>();
    let kept = 0;
    const meanings: MeaningCache = {
      recall: (path, stamp) => entries.get(`${path} ${stamp}`) ?? null,
      keep: (path, stamp, _, facts) => {
        kept++;
        entries.set(`${path} ${stamp}`, facts);
      },
    };
    const files = { "src/web/a.ts": `${head}\nexport const f = () => findOne();`, "src/logic/orders.ts": logic, "src/store/rows.ts": store };
    const project = { ...projectOf(new Map(Object.entries(files))), stamp: () => "as it was" };
    const run = async (text: string) => (await check(architectureOf(text), project, { meanings })).diagnostics.map(({ rule, at }) => `${rule} ${at.file}`);
    const free = spec.replace("uses: [logic]", "uses: [logic, store]");
    expect(await run(free)).toEqual([]);
    expect(await run(spec)).toEqual(["signature-leak src/web/a.ts"]);
    const before = kept;
    expect(await run(spec)).toEqual(["signature-leak src/web/a.ts"]);
    expect(kept).toBe(before);
  });

  it("finds the end of types that have none", async () => {
    const endless = `
      export type Grow<T> = { next: Grow<[T]>; more: Grow<{ a: T }> };
      declare const grow: <T>(x: T) => Grow<T>;
      type Count<N extends number, A extends 1[] = []> = A["length"] extends N ? A : Count<N, [...A, 1]>;
      type Fib<N extends number> = N extends 0 ? 1 : [Fib<Count<N>["length"]>, Fib<Count<N>["length"]>];
      export const f = () => grow({ x: 1 as unknown as Fib<40> });
    `;
    const started = process.cpuUsage();
    const found = await findIn(endless);
    expect(process.cpuUsage(started).user).toBeLessThan(20_000_000);
    expect(found.every((one) => one.startsWith("unjudged src/web/a.ts:1"))).toBe(true);
  }, 60_000);
});
