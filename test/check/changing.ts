import fc from "fast-check";
import { ts } from "ts-morph";

const names = fc.constantFrom("a", "b", "list", "of", "set", "using", "let", "Known", "C", "process", "$x", "ü");

/** Where a variable may be declared, with a hole for its name; `%` is any expression. */
const declared = [
  "let # = %;", "var # = %", "const # = [%];", "const # = {};", "const #: Map<string, Set<number>> = new Map()", "const # = (({ a: 1 }));", "const # = new Set<string>([%]);",
  "export let #: number", "let other = %, # = 2;", "let { x: # } = %;", "let [, #] = %", "const [#, rest] = [%, %];", "for (let # = 0; # < 1; #++) { % }", "using # = %;",
  "namespace N { export let # = 0; export function up() { #++; } }", "if (true) { var # = %; }", "try { % } catch (#) { later(() => { # = 1; }); }", "{ let # = 0;\n globalThis.f = () => { # += 1 } }",
  "class C { static # = %; static up() { this.# = 1; } m() { C.#++; } }", "class C { static readonly #: number[] = [] ; static { this.# = []; } m = () => C.#.push(1) }", 'import { # } from "./x";',
  'import { type T, y as # } from "./x"', 'const { # } = require("./x");', 'async function load() { const { # } = await import("./x"); #.x = 1 }', "enum E { # }", "export const # = <any>{};", "export const # = <T>(x: T) => x;",
  "const # /* = */ = /* ; */ []", "const x = 1, # = {};", "let #\nlet next = 1", "label: { let # = %; later(() => #++) }", "switch (1) { case 1: let # = %; later(() => { #-- }) }", 'let other = "x" as const, # = %;', "const { # }: Wanted<X>= require('x')", "let other: Map<string,\nX>, # = %", 'import * as # from "./x"', 'import type * as # from "./x";', 'import # from "./x"', 'import /* a */ other /* b */, * as /* c */ #\nfrom "./x"', 'import # = require("./x");', 'export import # = require("./x")', 'const # = require("./x");', 'let other = %, #: X = require("./x")', 'async function load() { const # = await import("./x"); #.x.y = % }', "var # = [%]", "var other = %, # = {}\n", "const other = class A\nimplements B {}, # = []", "let # = 1.\nlet z = 1", "const #: A<B<X>>= []", "module M\n{\nlet # = 1\nexport const f = () => { # = 2 }\n}",
];

/** How something may be changed, or may look as if. */
const changed = [
  "# = %", "# += 1", "# ??= %", "# **= 2", "#++", "--#", "++(#)", "#.x = %", "#[%] = 1", "#.x.y[0]++", "delete #.x", "delete (#)[%]", "#.push(%)", "#?.list?.push(%)", "#!.set(1, %)", "(#).add(1)", "((#.x)!).y = 1", "#.get(1).set(2, 3)", "#.set<number>(1)",
  "[#] = [%]", "[x, ...#] = %", "({ x: # } = %)", "({ #, y: [z = #] } = %)", "[{ x: #.y }] = %", "Object.assign(#, %)", "Object . defineProperty(# . x, 'y', %)", "#\n.sort()", "# /* c */ . /* d */ push /* e */ (%)", "#\n[0]\n= 1", "(% as any).x = #", "f(#).x = 1",
  "# === %", "# >= %", "# <= 1", "# => 1", "x.# = 1", "`${# = %}`", "`${#.push(`${%}`)}`", "/[/=]#=/.test(%)", "% / # / 2", "if (%) [#] = %", "if (%) (#).x = 1", "x = # = %", "y ? # = 1 : (# ||= 2)", "void #++", "return_ = #--", "(0, #).push(1)", "(await #).x = 1", "#`x`.push(1)", "this.# = 1",
  "this.#.push(1)", "C.# = 1", "C.#.x = 1", "new #().x = 1", "#<T>.x", "# satisfies any", "#.x! = 1", "(#! as any)!.y = 1",
  "send(...#.splice(0))", "[...#.splice(%)]", "({ ...(# = %) })", "({ ...Object.assign(#, %) })", "[x, ...#.y] = %", "(C).#++", "((C)!).#.x = 1", "++(C).#", "Object.assign<A, B>(#, %)", "Object.assign?.(#, %)", "x = 1.\n#.push(%)", "debugger\n(#).push(1)", "x\n;(#).push(1)", "debugger\n[#] = %", "let m: Map<A, B>\n# = %", "let of\n# = %", "let m: Map<A, B>\nx(), # = %",
  "type X = string\n(#).push(1)", "type X = string\n[#] = [1]", "x = ++/[\"]/.lastIndex + #++", "let x = y as const, z = # = 1", "return_ = %, #++", "#\u00a0.x = 1", "#.x.push(%)", "#['x'].push(1)", "#['x'].y = 1", "(# as any).x = 1", "(<any>#).x.y = 1", "(# satisfies X).x.push(1)", "Object.assign(#.x, %)", "delete #.x.y", "++#.x.y", "[#.x.y] = [%]", "#.x!.y.z ||= 1", "#?.x?.[0].set(%)", "(#.x).add(1)", "# . default . clear()", "#.default = 1", "if (%) #.x.shift()", "() => #++", "x = () => #.push(1)",
  "yield_ = [...(#).splice(0), ...#.x.splice(0)]",
];

/** What serves, and what does not; `@` is a statement. */
const places = [
  "function f() { @ }", "export const f = () => { @ };", "export const f = (x) => @", "export const f = (x = (@)) => x", "class D { m() { @ } }", "class D { x = () => { @ }; }", "export default { m() { @ } }", "const o = { get x() { return @ } };", "(function () { @ })();",
  "(() => { @ })()", "@;", "if (x) { @ }", "function f(): { a: string } { @ }", "function f(# = 1) { @ }", "function f() { let # = 1; @ }", "export async function* f() { for await (const x of y) { @ } }", "function f()\n{ @ }", "later(function () { if (x) @\n})",
  "function f(): Promise<Map<string, X>> { @ }", "const g = function (): X[] { @ }", "class D { static { @ } }", "class D { static m() { @ } }", "export const f = <T,>(x: T) => { @ }", "type X = { a: { b: string } }\nfunction f() { @ }", "do @; while (x)", "(function (#) { @ })(# || x);", "function f(#, y) { later((z) => { @ }) }", "class D { m(y, $x) { return function (list) { @ } } }", "class D { static { later(() => { @ }) } }", "const D = class { static { later((x) => @); @ } }", "function f(x) { class D { static { @ } } }", "f(1 << # << 2, () => { @ })", "export function f() { return { x() { @ } } }",
  "export class E extends mixin(#) { f() { @ } }", "export const E = class extends make(#, x) { static f() { @ } }", "class E extends (#) { m() { @ } }", "class E { static m(this) { @ } }", "export function f(): { a: string } {\n@\n}", "export const f = (): P<A<B>>=> @", "export const f = (): P<A>=> { @ }", "export const f = (x) => x as const && (@)", "export const f = (x) => (x as const, @)", "export const f = () => x\nas any && (@)", "const g = module ? { if(x) { @ } } : 1",
];

const values = ["1", '"}"', "'(#'", "`{`", "/[}\"]/", "x", "{ a: 1 }", "[1]", "(x)", "() => 1", "async (x) => { y }", "/* } */ 1", "f({})", "class {}", "a ? b : c", "1 // {\n"];

const fill = (text: string, name: string, value: string): string => text.replaceAll("#", () => name).replaceAll("%", () => value);

const isModule = (text: string): boolean => ts.transpileModule(text, { reportDiagnostics: true, fileName: "a.ts", compilerOptions: { target: ts.ScriptTarget.ESNext } }).diagnostics?.length === 0;

/** Modules in which something is declared and changed, or seems to be; of a text that does not parse nobody can say what it means. */
export const changingText: fc.Arbitrary<string> = fc
  .array(fc.record({ name: names, value: fc.constantFrom(...values), declaration: fc.constantFrom(...declared), change: fc.constantFrom(...changed), place: fc.constantFrom(...places), isFirst: fc.boolean(), end: fc.constantFrom("\n", ";\n", "; ", "\r\n") }), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts
      .map(({ name, value, declaration, change, place, isFirst, end }) => {
        const [first, second] = [fill(declaration, name, value), fill(place.replaceAll("@", () => change), name, value)];
        return isFirst ? `${first}${end}${second}` : `${second}${end}${first}`;
      })
      .join("\n"),
  )
  .filter(isModule);
