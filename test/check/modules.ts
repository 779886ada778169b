import fc from "fast-check";

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
];

const comments = ["", " ", "\n", " /* import 'no' */ ", ' // require("no")\n', "/** @see import */", "\r\n", "\u00a0"];

const text = fc.string({
  unit: fc.constantFrom("a", "b", "/", ".", "-", "@", "'", '"', "`", "\\", "$", "{", "é", "\n", " "),
});
const quoted = text.map((value) => JSON.stringify(value));
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
  spaced("import", modifier, "r = require(", quoted, ")"),
  spaced("export", modifier, names, "from", quoted),
  spaced("export", modifier, "* from", quoted),
  spaced("export", "* as ns from", quoted),
  spaced("declare module", quoted, "{}"),
);

const calls = fc.oneof(
  spaced("require(", quoted, ")"),
  spaced("await import(", quoted, ")"),
  spaced("(import(", quoted, "))"),
  spaced("vi.mock(", quoted, ")"),
  spaced("new URL(", quoted, ", import.meta.url)"),
  spaced("new Worker(", quoted, ")"),
);

/** A module in TypeScript, or TypeScript with elements, that a parser reads without complaint about its tokens. */
export function moduleText(jsx: boolean): fc.Arbitrary<string> {
  const { statement } = fc.letrec<{ expression: string; statement: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...noise),
      calls,
      tie("expression").map((inner) => `\`\${${inner}}'"/\``),
      tie("expression").map((inner) => `(${inner}) / 2`),
      tie("expression").map((inner) => `[...(${inner}), {}]`),
      tie("statement").map((inner) => `() => {\n${inner}\n}`),
      fc
        .tuple(tie("expression"), tie("expression"))
        .map(([a, b]) => (jsx ? `<A.B c="'" d={${a}}>it's import("no") // {${b}}<e/></A.B>` : `<T>(${a})`)),
    ),
    statement: fc.oneof(
      { maxDepth: 4 },
      tie("expression").map((inner) => `const c = ${inner};`),
      tie("expression").map((inner) => `if (a) /["'\`]/.test(${inner});`),
      tie("expression").map((inner) => `for (const x of (${inner})) {}`),
      quoted.map((inner) => `type T = import(${inner}).U<typeof import(${inner})>;`),
    ),
  }));
  return fc
    .array(
      fc.oneof(
        statement,
        imports.map((one) => `${one};`),
      ),
      { maxLength: 8 },
    )
    .map((all) => all.join("\n"));
}
