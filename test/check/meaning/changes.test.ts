import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesIn } from "../../../src/check/meaning/changes/index.ts";
import { collect } from "../../../src/check/meaning/collect.ts";
import { changingText } from "../changing.ts";

const found = (path: string, text: string) => {
  const facts = collect(path, text, ["state", "foreign-state"]);
  return { own: facts.some(({ kind }) => kind === "state"), imported: facts.some(({ kind }) => kind === "foreign-state") };
};

/** In each there is a change that is hard to see without a tree. */
const hidden = [
  "const f = (): { a: string } => { const a = 1; return { a: '' } }, all = []; export const g = () => all.push(1)",
  "let set = []; export function f() { set[0] = 1 }",
  "const all: Map<string, Array<number>>= new Map(); export const f = () => all.clear();",
  "let last\nexport const f = () => last = 1",
  "let n = 0; export const f = (x = n++) => x;",
  "let n = 0; export const f = () => { if (/}/.test('}')) { n = 1 } };",
  "let n = 0; export const f = () => { for (;;) /[/}]/.exec(`}${n++}`) };",
  "const all = {}; export const f = () => { (((all)).x!).y = 1 };",
  "let n = 0;\nexport const f = () => { x\n++n };",
  "let a = 1; export const f = (o) => { [[{ b: [a = 2] }]] = o; };",
  "namespace N {\n  let count = 0;\n  export function up() { count++; }\n}",
  "if (x)\n{\n let n = 0\n globalThis.f = () => { n = 1 }\n}",
  "for await (const all of x) { let n = 0; f(() => { n++ }) }",
  "try {} catch (e) { f(() => { e.x = 1 }) }",
  "export class A { static readonly #all: number[] = []; m() { A.#all.push(1) } }",
  "using all = open(); export const f = () => all.add(1)",
  "let using = 0; export const f = () => ++using",
  "const all = <Record<string, string>>{}; export const f = () => Object.assign(\n// all of it\nall, {})",
  "const all = []; export const f = () => [...all.splice(0)];",
  "const all = []; export const f = () => send(...all.splice(0).map(g));",
  "const all = {}; export const f = () => ({ ...Object.assign(all, { b: 1 }) });",
  "const all = {}; export const f = (p) => { Object.assign<A, B>(all, p); };",
  "let all = []\nexport function f(): { a: string } {\n  let m: Map<string, string>\n  all = []\n}",
  "let all = []\nexport function f()\n{\n  let of\n  all = []\n}",
  "let all = []\nexport function f()\n{\n  let m: Map<A, B>\n  g(), all = []\n}",
  "export class A { static n = 0; static inc() { (A).n++; } }",
  "export class A { static n = 0; static inc(this) { this.n++; } }",
  "const all = [];\nexport function f() { const a = 1.\nall.push(a) }",
  "const all = []; export class A extends mixin(all) { f() { all.push(1) } }",
  "const all = []; export class A extends mixin<{ a: 1 }>(all) { f() { all.push(1) } }",
  "let base = 1; export const A = class extends make(base) { static f() { base = 2 } };",
  "let kind = 'x' as const, n = 0; export const f = () => { n++ };",
  "let n = 0; export const f = (x) => x as const && n++;",
  "let n = 0; export const f = (): A<B<C>>=> n++;",
  "let n = 0; export const f = (): A<B>=> n++;",
  "const all = []; export function f() { debugger\n(all).push(1) }",
  "const all = { x: 1 }; export function f() { all\u00a0.x = 2 }",
  "let n = 0; export const f = () => { type X = (string)\n/[}'\"]/.exec(n++) };",
  "var let = 0; exports.f = () => let++;",
  "var let = [], a; exports.f = (x) => let.push(x);",
  "var [let] = [{}]; exports.f = (x) => { let.a = x };",
];

describe("what tells that nothing is changed", () => {
  it.each(hidden)("does not say so of %s", (text) => {
    expect(found("a.ts", text).own).toBe(true);
    expect(changesIn("a.ts", text).own).toBe(true);
  });

  it("does not say so of an imported variable", () => {
    const texts = ['import { type T, y as all } from "./x"; f(() => all.push(1))', 'f(async () => { const { all } = await import("./x"); all.x = 1 })', 'const a = f(() => { const z = 1 }), { all } = require("x"); f(() => all.pop())', 'import { all } from "./x"; export const f = () => send(...all.splice(0))', 'const { all }: A<B>= require("x"); export const f = () => all.pop()', 'import { all } from "./x"; export class A extends made(all) { f() { all.add(this) } }', 'import type X, * as /* y */ S from "./x"; export const f = () => S.all["a"].push(1)', 'import S = require("./x"); export const f = () => { S . all . a ++ }', 'const a = 1, S: X = require("./x"); export const f = () => Object.assign(S.all, a)', 'import all from "./x"; export const f = () => all.pop()', 'const all = require("./x"); export const f = () => all.pop()', 'const all = require("./x").y; export const f = () => all.pop()', 'import all = require("./x"); export const f = () => { all.x = 1 }'];
    for (const text of texts) expect([found("a.ts", text).imported, changesIn("a.ts", text).imported], text).toEqual([true, true]);
  });

  it("says so of most files, so that they need not be parsed", () => {
    const texts = [
      'import { all } from "./x"; export const f = (x) => { const known = new Map(); known.set(x, all); return known; };',
      "const cache = new WeakMap(); export const f = (x) => cache.set(x, 1);",
      "let level = 1; level = 2; export const f = () => level;",
      "export const f = <A extends string>(self: A): A => { let n = 0; n++; return self }; export const all = [1]",
    ];
    for (const text of texts) expect(changesIn("a.ts", text), text).toEqual({ own: false, imported: false });
  });

  it("misses nothing in modules at random", () => {
    const misses = fc.property(changingText, (text) => {
      const [tree, tokens] = [found("a.ts", text), changesIn("a.ts", text)];
      return (tokens.own || !tree.own) && (tokens.imported || !tree.imported);
    });
    fc.assert(misses, { numRuns: 300, seed: 7 });
  });

  it("ends soon, whatever the text", () => {
    const deep = (open: string, close: string, inner: string) => open.repeat(40_000) + inner + close.repeat(40_000);
    const texts = [deep("(", ")++", "a"), deep("[", "] = 1", "a"), "const a = [], ".repeat(40_000), `const ${'a = require("x"), '.repeat(40_000)}`, deep("{", "}", ""), "`${".repeat(40_000), "static ".repeat(40_000)];
    // CPU, not wall: others may be busy.
    const begin = process.cpuUsage();
    for (const text of texts) changesIn("a.ts", `export const f = () => { ${text} }`);
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(5);
  });
});
