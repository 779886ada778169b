import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { type Carrying, carriers } from "../../../src/check/meaning/types/carry/index.ts";

const row = `
export interface Row { id: string }
export const read = (): Row => ({ id: "" });
`;
const logic = `
import { type Row, read } from "./row.ts";
export interface Order { row: Row }
export interface Box<T> { value: T }
export interface Bound<T extends Row = Row> { value: T }
export type Same<T> = T;
export type Rows = Row[];
export const one = (): Order => ({ row: read() });
export const count: number = [read()].length;
export const inferred = () => read();
export const written = (): { id: string } => read();
export const order: Order = one();
export class Reader { constructor(readonly row: Row) {} }
export namespace Space { export type Inner = Row; export interface Clean { id: string } }
declare global { interface Everywhere { row: Row } interface Error { readonly row?: Row } }
declare module "./late.ts" { interface Late { row: Row } }
`;
const late = `export interface Late { id: string }\nexport const late = (): Late => ({ id: "" });\n`;

const targets = new Map(["a.ts", "logic.ts", "row.ts", "late.ts"].map((file) => [file, new Map([["./row.ts", "row.ts"], ["./logic.ts", "logic.ts"], ["./late.ts", "late.ts"]])]));

/** The exports of a file that may be of a type of `row.ts`. */
function carriedBy(text: string, more = ""): readonly string[] | null {
  const names = carrying(text, more)("a.ts", (path) => path === "row.ts");
  return names && [...names];
}

function carrying(text: string, more = ""): Carrying {
  const texts = { "a.ts": `import * as all from "./logic.ts";\nimport { inferred, one, order, Reader, type Bound, type Box, type Order, type Rows, type Same, type Space } from "./logic.ts";\nimport { late, type Late } from "./late.ts";\n${text}`, "logic.ts": logic + more, "row.ts": row, "late.ts": late };
  const sources = new Map(Object.entries(texts).map(([path, code]) => [path, ts.createSourceFile(`/${path}`, code, ts.ScriptTarget.ESNext)]));
  return carriers(sources, targets);
}

const open = [
  "const x = inferred();",
  "const x = () => inferred();",
  "const x = inferred;",
  "const x = all.inferred;",
  "const x = { ...all };",
  "const { row } = one();",
  "const x = order.row;",
  "function x() { return one().row; }",
  "function x(row = one().row) {}",
  "class x { row = inferred(); }",
  "class x extends Reader {}",
  "interface x extends Order {}",
  "type x = Rows;",
  "type x = all.Rows;",
  `type x = import("./logic.ts").Rows;`,
  "type x = Space.Inner;",
  `type x = Order["row"];`,
  "type x = { [K in keyof Order]: Order[K] };",
  "type x = ReturnType<typeof inferred>;",
  `type x = Same<Order>["row"];`,
  "type x = Box<Rows>;",
  "type x = Promise<Box<Rows>>;",
  "const x = (a: Everywhere) => a.row;",
  "const x = (a: Late) => a.row;",
  "const x = late().row;",
  "let x;\nx = inferred();",
];

const closed = [
  "const x = 1;",
  "const x: Order = one();",
  "const x = (a: Order): Box<string> => ({ value: a.row.id });",
  "function x(a: Promise<Order>): Map<string, Order> { return new Map(); }",
  "const x = all.one;",
  "const x = all.order;",
  "const x = all.written;",
  "class x { private size = 1; read(a: Order): Order { return a; } }",
  "interface x { order: Order; box: Box<string> }",
  "type x = Order | Box<number>;",
];

describe("carriers", () => {
  it.each(open)("leaves %s to the compiler", (text) => {
    expect(carriedBy(text.startsWith("let") || text.startsWith("const {") ? `${text}\nexport { ${text.includes("row }") ? "row as x" : "x"} };` : `export ${text}`)).toEqual(["x"]);
  });

  it.each(closed)("needs no compiler for %s", (text) => {
    expect(carriedBy(`export ${text}`)).toEqual([]);
  });

  it("looks behind stars, other names and parameters of what is only passed on", () => {
    expect(carriedBy(`export * from "./logic.ts";`)).toEqual(["Bound", "Rows", "inferred", "Space"]);
    expect(carriedBy(`export { inferred as a, one as b } from "./logic.ts"; export * as c from "./late.ts"; export * as d from "./logic.ts";`)).toEqual(["a", "d"]);
  });

  it("takes packages for what the code declares them to be", () => {
    expect(carriedBy(`import { Wire } from "wires"; export const x = (a: Wire) => a.row;`, `declare module "wires" { export class Wire { row: Row } }\n`)).toEqual(["x"]);
  });

  it("does not know the exports of what has no names", () => {
    expect(carriedBy("export = inferred;")).toBeNull();
  });

  it("counts what a statement at the top adds to a function", () => {
    expect(carriedBy("export function x(): void {}\nx.row = inferred();")).toEqual(["x"]);
  });

  it("finds its way out of what names itself", () => {
    expect(carriedBy("export const x = () => y();\nfunction y() { return [x, inferred()]; }\nexport const z = () => y();")).toEqual(["x", "z"]);
  });

  it("ends soon where modules pass on what others pass on, by any number of ways", () => {
    const levels = 24;
    const texts = new Map<string, string>([["row.ts", row], [`${levels}a.ts`, 'export * from "./row.ts";'], [`${levels}b.ts`, 'export * from "./row.ts";'], ["a.ts", 'import { type Row } from "./0a.ts";\nexport type x = Row;\nexport type y = string;\n']]);
    for (let level = 0; level < levels; level++) for (const side of "ab") texts.set(`${level}${side}.ts`, `export * from "./${level + 1}a.ts";\nexport * from "./${level + 1}b.ts";\n`);
    const sources = new Map([...texts].map(([path, code]) => [path, ts.createSourceFile(`/${path}`, code, ts.ScriptTarget.ESNext)]));
    const all = new Map([...texts.keys()].map((path) => [`./${path}`, path]));
    const begin = process.cpuUsage();
    const names = carriers(sources, new Map([...texts.keys()].map((path) => [path, all])))("a.ts", (path) => path === "row.ts");
    expect([...(names ?? [])]).toEqual(["x"]);
    // CPU, not wall: others may be busy.
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(2);
  });

  it("answers a question as it would without those before it", () => {
    const text = "export const x = inferred();\nexport const y = late();\nexport const z = [x, y];";
    const asked = carrying(text);
    const wanted = ["row.ts", "late.ts", "none.ts", "row.ts"];
    const answers = (ask: () => Carrying) => wanted.map((file) => [...(ask()("a.ts", (path) => path === file) ?? [])]);
    expect(answers(() => asked)).toEqual(answers(() => carrying(text)));
    expect(answers(() => asked)).toEqual([["x", "y", "z"], ["y", "z"], [], ["x", "y", "z"]]);
  });
});
