import fc from "fast-check";
import type { Dialect } from "../../src/check/extract/fact.ts";

/** What a module may hold besides imports, chosen to mislead a reader of tokens: text that looks like an import, slashes, braces. */
const noise = [
  `"import 'no'"`,
  `'require("no") \\' // '`,
  `/import "no"/`,
  `/[/"'\`]/g`,
  `/\\/*"/`,
  "a / b / c",
  "(a) / b",
  "a[0] / 2",
  "a++ / 2",
  "a! / 2",
  "1 / 2",
  '`import("no")`',
  "{ import: 1, export: 2 }",
  "a.import / 2",
  "a.require('no')",
  "x < y",
  "x > y",
  "class { require = 1 }",
  "function () {}",
  "typeof a",
  `/[/require("no")/]/`,
  "a.return / require('yes') / 2",
  "a.if(b) / require('yes') / 2",
  "a\n/ b / c",
  "a++\n/b/c",
  "tag`import('no') ${a}`",
  "a.b`/${c}/`.d / 2",
  "`${`${'}'}`}` / 2",
  "`\\n` / 2",
  "`\\`import('no')` / 2",
  "`\\\\` / 2",
  "a /* ' */ / 2",
  "a // '\n / 2",
  "a[0] /* ` */ / 2",
  "a++ /* ` */ / 2",
  "a /* ' */ ++ /* ` */ / 2",
  "b /* ' */! /* ` */ / c",
  "a. /* ' */ return /* ` */ / 2",
  "f(.../[`]/.exec(a))",
  "arequire('no')",
  "$vi.mock('no')",
  "new vi.mock('no')",
  "new process.getBuiltinModule('no')",
  "a.process.getBuiltinModule('no')",
  "process?.env.getBuiltinModule('no')",
  "process['getBuiltinModule']('no')",
  "process.getBuiltinModule(a)",
  "process.getBuiltinModule / 2",
  "1_000.5e-3 / 2",
  "0x1f / 2 / 0b1",
  "/[^\\]/]/.source / 2",
  "/(?<n>\\/)\\k<n>/v",
  "a?.['import'] / 2",
  "a ?.5 : 1 / 2",
  "import.meta.url / 2",
  "import.meta['resolve']('no')",
  "new.target",
  "{ get import() { return 1 / 2 }, set export(a) {}, async *require() {}, ['require']: 1 }",
  "class { static import() {} #require = 1; static { a / 2 } get module() { return /no/ } }",
  "async (x) => { for await (const a of b) {} }",
  "a satisfies B",
  "a as unknown as RegExp",
  "b! / c",
  "this.#a / 2",
  "void 0 / 2",
  "a ? /x/ : b / c",
  "[] / 2",
  "!(/import('no')/.test(a))",
  "function require(x) {}",
  "a.b.require / 2",
  "exports.import",
  "typeof /import('no')/",
  "void /require('no')/.test(a) / 2",
  "a in /require('no')/",
  "a instanceof /require('no')/.b / 2",
  "delete /require('no')/.a",
  "async () => { return /require('no')/ / 2 }",
  "() => { throw /require('no')/ }",
  "() => { if (a) b; else /require('no')/.test(c) }",
  "new /require('no')/.constructor()",
  "a.typeof / require('yes') / c",
  "a! / require('yes') / 2",
  "a++ / require('yes') / 2",
  "(a) / require('yes') / 2",
  "[] / require('yes') / 2",
  "`a` / require('yes') / 2",
  "a\n/ require('yes') / 2",
  "{ a: /require('no')/, b: [/require('no')/] }",
  "a => /require('no')/",
  "!/require('no')/.test(a)",
];

const comments = ["/*/ import 'no' */", "", " ", "\t", "/**/", "/*\r\n*/", "//\u2028", "\n", " /* import 'no' */ ", ' // require("no")\n', "/** @see import */", "\r\n", "\u00a0"];

const text = fc.string({
  unit: fc.constantFrom("a", "b", "/", ".", "-", "@", "'", '"', "`", "\\", "$", "{", "é", "\n", " "),
});
/** What a literal may hold that is not what it reads as. */
const pieces = ["a", "/", ".", "é", "\\x41", "\\u0062", "\\u{1f600}", "\\\n", "\\\r\n", "\\'", '\\"', "\\z", "\\0", "\\`", "$", "{", "//", "/*"];
const escaped = fc
  .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 5 }), fc.constantFrom("'", '"'))
  .map(([parts, quote]) => `${quote}${parts.join("")}${quote}`);
const quoted = fc.oneof({ weight: 3, arbitrary: text.map((value) => JSON.stringify(value)) }, escaped);
const template = fc.constantFrom("`a/b`", "`./\\x41'\"//`", "`a\n{`", "`\\${a}`");
const literal = fc.oneof({ weight: 4, arbitrary: quoted }, template);
const gap = fc.constantFrom(...comments);
const name = fc.constantFrom("a", "type", "from", "as", "of", "b$", "_c", "été");

/** `tokens` with a gap before each. */
function spaced(...tokens: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const parts = tokens.map((token) =>
    fc.tuple(gap, typeof token === "string" ? fc.constant(token) : token).map(([space, word]) => `${space} ${word}`),
  );
  return fc.tuple(...parts).map((all) => all.join(""));
}

const element = fc.oneof(name, spaced("type", name), spaced(name, "as", name), spaced("type", name, "as", name));
const names = fc.array(element, { maxLength: 3 }).map((all) => `{${all.join(",")}}`);
const modifier = fc.constantFrom("", "type");

const imports = fc.oneof(
  spaced("import", quoted),
  spaced("import", modifier, "d", "from", quoted),
  spaced("import", modifier, names, "from", quoted),
  spaced("import", modifier, "* as ns from", quoted),
  spaced("import", "d,", names, "from", quoted),
  spaced("import", "type,", names, "from", quoted),
  spaced("import", modifier, "r = require(", quoted, ")"),
  spaced("export", modifier, names, "from", quoted),
  spaced("export", modifier, "* from", quoted),
  spaced("export", "* as ns from", quoted),
  spaced("declare module", quoted, "{}"),
  spaced("import", names, "from", quoted, "with { type: 'json' }"),
  spaced("export import r = require(", quoted, ")"),
  spaced("export default import(", literal, ")"),
  fc.constantFrom("declare module a.b {}", "declare global {}", "namespace module {}", "import r = a.b", "export as namespace a", "export { a }", "export type { a }"),
);

/** Those that are JavaScript. */
const esImports = fc.oneof(
  spaced("import", quoted),
  spaced("import d from", quoted),
  spaced("import { a as b } from", quoted),
  spaced("export * from", quoted),
  spaced("export { default as a } from", quoted),
);

const calls = fc.oneof(
  spaced("require(", literal, ")"),
  spaced("require?.(", literal, ")"),
  spaced("require.resolve(", literal, ", a)"),
  spaced("await import(", literal, ")"),
  spaced("(import(", literal, ", a))"),
  spaced("import(", literal, "+ a)"),
  spaced("import.meta.resolve(", literal, ")"),
  spaced("process.getBuiltinModule(", literal, ")"),
  spaced("process?.getBuiltinModule?.(", literal, ")"),
  spaced("process.getBuiltinModule<typeof import(", quoted, ")>(", literal, ")"),
  spaced("vi.mock(", literal, ")"),
  spaced("vi?.mock?.(", literal, ")"),
  spaced("jest.requireActual<typeof import(", quoted, ")>(", literal, ")"),
  spaced("new URL(", literal, ", import.meta.url)"),
  spaced("new URL(", literal, ", a)"),
  spaced("new Worker(", literal, ")"),
  spaced("new Worker(new URL(", literal, ", import.meta.url))"),
);

/** What a file may begin with. */
const starts = fc.constantFrom("", "", "\ufeff", "#!/usr/bin/env node import('no')\n", "\ufeff\n", '"use strict";\n', "/// <reference path='./a' />\n", '/// <reference types="node" /> import "no"\n');
const types = fc.oneof(
  quoted.map((inner) => `type T = import(${inner}).U<typeof import(${inner})>;`),
  quoted.map((inner) => `let a: Array<import(${inner}).A>, b = 1 / 2;`),
  quoted.map((inner) => `function f<T extends import(${inner}).A>(this: T, a?: typeof import(${inner})): a is T { return 1 / 2 }`),
  fc.constant("interface A { import(x: string): void; require?(x: 'no'): void; new (x: 'no'): A; readonly module: /* a */ 'b' }"),
  fc.constant("abstract class A<const T> extends B<T> { declare import: 1; @dec() require(x: 'no') { return a / 2 / b } }"),
  fc.constant("enum E { a = 1 / 2, 'import' = 3 }"),
);
/** Comments of JSDoc, in which JavaScript may import types. */
const docs = fc.oneof(
  quoted.map((inner) => `/** @type {import(${inner}).A} */\nlet a = 1;`),
  quoted.map((inner) => `/**\n * @param {Array<typeof import(${inner})>} b import("no")\n */\nfunction f(b) {}`),
  fc.constant("/** See {@link import('no')}, and import what you like. */\nlet b = 1 / 2;"),
);

/** A module in TypeScript, TypeScript with elements, or JavaScript, that a parser reads without complaint about its tokens. */
export function moduleText({ jsx, javascript }: Pick<Dialect, "jsx" | "javascript">): fc.Arbitrary<string> {
  const { statement } = fc.letrec<{ expression: string; statement: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...noise),
      calls,
      tie("expression").map((inner) => `\`\${${inner}}'"/\``),
      tie("expression").map((inner) => `(${inner}) / 2`),
      tie("expression").map((inner) => `[...(${inner}), {}]`),
      tie("expression").map((inner) => `f(...${inner})`),
      tie("statement").map((inner) => `() => {\n${inner}\n}`),
      fc
        .tuple(tie("expression"), tie("expression"))
        .map(([a, b]) => (jsx ? `<A.B c="'" d={${a}}>it's import("no") // {${b}}<e/></A.B>` : `(${a}, ${b})`)),
      tie("expression").map((a) => (jsx ? `<><a:b-c {...(${a})} d=<i/> />{/* import("no") */}'</>` : `<T>(${a})`)),
      tie("expression").map((a) => `a ? (${a}) : (${a}) / 2`),
      tie("expression").map((a) => `tag\`\\\`\${\`\${${a}}\`}$\``),
    ),
    statement: fc.oneof(
      { maxDepth: 4 },
      tie("expression").map((inner) => `const c = ${inner};`),
      tie("expression").map((inner) => `if (a) /["'\`]/.test(${inner});`),
      tie("expression").map((inner) => `for (const x of (${inner})) {}`),
      tie("expression").map((inner) => `let x = ${inner}\nlet y = 1 / 2`),
      tie("expression").map((inner) => `do { x = ${inner}; } while (/a"/.test(b))`),
      tie("statement").map((inner) => `if (a) {\n${inner}\n}\n/b"'/g.test(c);`),
      tie("statement").map((inner) => `try {\n${inner}\n} catch { a / 2 } finally { /["']/ }`),
      tie("statement").map((inner) => `label: switch (a) { case /"/ : {\n${inner}\n} default: /'/.test(b) }`),
      tie("statement").map((inner) => `class A { m() {\n${inner}\n} static { let z = 1 / 2; } }`),
      javascript ? docs : types,
    ),
  }));
  const top = fc.oneof(statement, javascript ? esImports.map((one) => `${one};`) : imports.map((one) => `${one};`));
  return fc
    .tuple(starts, fc.array(top, { maxLength: 8 }), fc.constantFrom("\n", "\n", "\r\n", "\n// import 'no'\n", "\n/* require('no') */\n"))
    .map(([start, all, between]) => start + all.join(between));
}
