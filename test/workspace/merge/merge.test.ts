import { describe, expect, it } from "vitest";
import { mergeFile, mergeText, type Sides } from "../../../src/workspace/merge/index.ts";

/** The merged text; `!` and the reason where it is a conflict. */
function merge(path: string, base: string, ours: string, theirs: string): string {
  const result = mergeText(path, { base, ours, theirs });
  return "text" in result ? result.text : `! ${result.conflict}`;
}

const ts = (base: string, ours: string, theirs: string): string => merge("a.ts", base, ours, theirs);
const json = (base: string, ours: string, theirs: string): string => merge("a.json", base, ours, theirs);
const yaml = (base: string, ours: string, theirs: string): string => merge("a.yaml", base, ours, theirs);

describe("the four cases that a merge of lines fails at", () => {
  const base = `export const api = {\n  list() {\n    return 1;\n  },\n};\n`;
  const withMethod = (name: string): string => base.replace("};\n", `  ${name}() {\n    return 2;\n  },\n};\n`);

  it("both sides append a method", () => {
    const expected = base.replace("};\n", "  theirs() {\n    return 2;\n  },\n  mine() {\n    return 2;\n  },\n};\n");
    expect(ts(base, withMethod("mine"), withMethod("theirs"))).toBe(expected);
  });

  it("the user adds a dependency beside the line that the rendering changes", () => {
    const was = `{\n  "dependencies": {\n    "fastify": "5.1.0"\n  }\n}\n`;
    const ours = was.replace(`"5.1.0"\n`, `"5.1.0",\n    "zod": "4.0.0"\n`);
    expect(json(was, ours, was.replace("5.1.0", "5.2.0"))).toBe(ours.replace("5.1.0", "5.2.0"));
  });

  it("the user moves a method that the rendering changes", () => {
    const [a, b] = ["  a() {\n    return 1;\n  },\n", "  b() {\n    return 2;\n  },\n"];
    const was = `const x = {\n${a}${b}};\n`;
    expect(ts(was, `const x = {\n${b}${a}};\n`, was.replace("return 1", "return 3"))).toBe(`const x = {\n${b}${a.replace("1", "3")}};\n`);
  });
});

describe("modules", () => {
  it("join what both sides import, the user's formatting kept", () => {
    const base = `import { a } from "./a.ts";\nimport { z } from "./z.ts";\n\nexport const x = 1;\n`;
    const ours = `import { a, mine } from './a.ts'\nimport { z } from './z.ts'\n\nexport const x = 1\n`;
    const theirs = `import { a, theirs } from "./a.ts";\nimport { n } from "./n.ts";\nimport { z } from "./z.ts";\n\nexport const x = 1;\n`;
    expect(ts(base, ours, theirs)).toBe(`import { a, theirs, mine } from './a.ts'\nimport { n } from "./n.ts";\nimport { z } from './z.ts'\n\nexport const x = 1\n`);
  });

  it("join an import that both sides add", () => {
    const rest = "\nexport const x = 1;\n";
    const result = ts(`import { z } from "z";\n${rest}`, `import { a } from "a";\nimport { z } from "z";\n${rest}`, `import { b } from "a";\nimport { z } from "z";\n${rest}`);
    expect(result).toBe(`import { b, a } from "a";\nimport { z } from "z";\n${rest}`);
  });

  it("keep the comment that heads a file, and take a new first import", () => {
    const base = `// What it is.\nimport { b } from "b";\n\nb();\n`;
    expect(ts(base, base.replace("b();", "b();\n\nexport const mine = 1;"), base.replace(`import { b }`, `import { a } from "a";\nimport { b }`))).toBe(
      `// What it is.\nimport { a } from "a";\nimport { b } from "b";\n\nb();\n\nexport const mine = 1;\n`,
    );
  });

  it("keep a comment of the user's above what the rendering changes, and on its line", () => {
    const base = `interface A {\n  a: string;\n  b: string;\n}\n`;
    const ours = `interface A {\n  a: string; // short\n  /** Mine. */\n  b: string;\n}\n`;
    expect(ts(base, ours, base.replace("a: string", "a: number").replace("b: string", "b: number"))).toBe(ours.replace("a: string", "a: number").replace("b: string", "b: number"));
  });

  it("leave out what the user deleted while its rendering is as before, and remove what the rendering dropped", () => {
    const base = `const a = 1;\nconst b = 2;\nconst c = 3;\nconst d = 4;\n`;
    expect(ts(base, base.replace("const b = 2;\n", ""), base.replace("const d = 4;\n", "const e = 5;\n"))).toBe(`const a = 1;\nconst c = 3;\nconst e = 5;\n`);
  });

  it("take modifiers, heritage and types that one side adds", () => {
    const base = `class A {\n  x = 1;\n}\n`;
    expect(ts(base, `class A {\n  x = 1;\n  y = 2;\n}\n`, `export class A extends B {\n  x = 1;\n}\n`)).toBe(`export class A extends B {\n  x = 1;\n  y = 2;\n}\n`);
  });

  it("merge the statements of a body at different places", () => {
    const base = `run(() => {\n  const a = 1;\n  const b = 2;\n  return a + b;\n});\n`;
    const ours = base.replace("  const a = 1;\n", "  log();\n  const a = 1;\n");
    const theirs = base.replace("  const b = 2;\n", "  const b = 3;\n");
    expect(ts(base, ours, theirs)).toBe(ours.replace("b = 2", "b = 3"));
  });

  it("add members to unions, in one line and in many", () => {
    expect(ts(`type A = "a" | "b";\n`, `type A = "a" | "b" | "mine";\n`, `type A = "first" | "a" | "b";\n`)).toBe(`type A = "first" | "a" | "b" | "mine";\n`);
    expect(ts(`type A =\n  | "a"\n  | "b";\n`, `type A =\n  | "a"\n  | "b"\n  | "mine";\n`, `type A =\n  | "a"\n  | "b"\n  | "theirs";\n`)).toBe(`type A =\n  | "a"\n  | "b"\n  | "theirs"\n  | "mine";\n`);
  });

  it("fill an empty object from both sides", () => {
    expect(ts("const a = {};\n", "const a = { mine: 1 };\n", "const a = { theirs: 1 };\n")).toBe("const a = { theirs: 1, mine: 1 };\n");
  });

  it("pair members of types that end without a sign", () => {
    expect(ts("type A = { a: string };\n", "type A = { a: string; mine: string };\n", "type A = { a: string; theirs: string };\n")).toBe("type A = { a: string; theirs: string; mine: string };\n");
  });
});

describe("conflicts by policy", () => {
  const twoOf = (base: string, ours: string, theirs: string): string => ts(base, ours, theirs).replace(/^! .*/, "!");

  it.each([
    ["one leaf changed twice", "const a = 1;\n", "const a = 2;\n", "const a = 3;\n"],
    ["an edit against a removal", "const a = 1;\nconst b = 1;\n", "const b = 1;\n", "const a = 2;\nconst b = 1;\n"],
    ["a removal of what the user edited", "const a = 1;\nconst b = 1;\n", "const a = 2;\nconst b = 1;\n", "const b = 1;\n"],
    ["a removal of what the user commented", "const z = 1;\nconst a = 1;\nconst b = 1;\n", "const z = 1;\n// Mine.\nconst a = 1;\nconst b = 1;\n", "const z = 1;\nconst b = 1;\n"],
    ["one name added in two ways", "const a = 1;\n", "const a = 1;\nconst b = 2;\n", "const a = 1;\nconst b = 3;\n"],
    ["an overload set changed twice", "function f(a: 1): 1;\nfunction f(a: any) { return a; }\n", "function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: any) { return a; }\n", "function f(a: 1): 1;\nfunction f(a: 3): 3;\nfunction f(a: any) { return a; }\n"],
    ["enum values that would shift", "enum A {\n  a,\n}\n", "enum A {\n  a,\n  mine,\n}\n", "enum A {\n  theirs,\n  a,\n}\n"],
    ["an order changed twice", "const x = { a: 1, b: 2, c: 3 };\na.b('x');\n", "const x = { a: 1, b: 2, c: 3 };\na.b('y');\n", "const x = { a: 1, b: 2, c: 3 };\na.b('z');\n"],
    ["head and body of a function", "function f(a: string) {\n  return a;\n}\n", "function f(a: number) {\n  return a;\n}\n", "function f(a: string) {\n  return a + 1;\n}\n"],
    ["two bare calls appended", "a();\n", "a();\nb();\n", "a();\nc();\n"],
    ["an element replaced twice", `const a = ["x"];\n`, `const a = ["y"];\n`, `const a = ["z"];\n`],
  ])("%s", (_name, base, ours, theirs) => {
    expect(twoOf(base, ours, theirs)).toBe("!");
  });
});

describe("formatting", () => {
  const base = `export const a = { x: 1, y: [1, 2] };\nexport function f() { return "a"; }\n`;
  const reformatted = `export const a = {\n    x: 1,\n    y: [ 1, 2 ],\n}\nexport function f() {\n    return 'a'\n}\n`;

  it("of the user's stays when the rendering changes elsewhere, and when it is formatted too", () => {
    expect(ts(base, reformatted, base.replace("x: 1", "x: 3"))).toBe(reformatted.replace("x: 1", "x: 3"));
    expect(ts(base, reformatted, base.replace("{ return", "{\n  return"))).toBe(reformatted);
  });

  it("is no edit: what was merely formatted may be removed", () => {
    expect(ts(base, reformatted, base.split("\n").slice(1).join("\n"))).toBe(reformatted.slice(reformatted.indexOf("export function")));
  });
});

describe("JSON", () => {
  it("keeps order, indent and comments", () => {
    const base = `{\n  "a": 1,\n  "list": ["x"]\n}\n`;
    const ours = `{\n\t// Mine.\n\t"a": 1,\n\t"list": ["x", "mine"]\n}\n`;
    expect(json(base, ours, `{\n  "a": 2,\n  "b": true,\n  "list": ["x", "theirs"]\n}\n`)).toBe(`{\n\t// Mine.\n\t"a": 2,\n  "b": true,\n\t"list": ["x", "theirs", "mine"]\n}\n`);
  });
});

describe("YAML", () => {
  const base = `# A workflow.\nname: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu\n    steps:\n      - uses: checkout@v4\n      - run: npm test\n`;

  it("merges by key, comments and order kept", () => {
    const ours = base.replace("    runs-on: ubuntu\n", "    # Ours is bigger.\n    runs-on: big # really\n").replace("name: ci", "name: mine");
    const theirs = base.replace("checkout@v4", "checkout@v5").replace("jobs:", "permissions:\n  contents: read\njobs:");
    expect(yaml(base, ours, theirs)).toBe(ours.replace("checkout@v4", "checkout@v5").replace("jobs:", "permissions:\n  contents: read\njobs:"));
  });

  it("adds keys of both sides to one map", () => {
    const was = `env:\n  A: 1\n`;
    expect(yaml(was, `env:\n  A: 1\n  MINE: 2\n`, `env:\n  A: 1\n  THEIRS: 3\n`)).toBe(`env:\n  A: 1\n  THEIRS: 3\n  MINE: 2\n`);
  });

  it("is a conflict where one value changed twice, or steps were added at one place", () => {
    expect(yaml(base, base.replace("ubuntu", "a"), base.replace("ubuntu", "b"))).toMatch(/^! both sides changed/);
    expect(yaml(base, `${base}      - run: mine\n`, `${base}      - run: theirs\n`)).toMatch(/^! /);
  });

  it("keeps every space of a block text", () => {
    const was = `a: |\n  one\n    two\nb: 1\n`;
    expect(yaml(was, was.replace("    two", "   two"), was.replace("b: 1", "b: 2"))).toBe(was.replace("    two", "   two").replace("b: 1", "b: 2"));
    expect(yaml(was, was.replace("    two", "   two"), was.replace("    two", "     two"))).toMatch(/^! /);
  });
});

describe("files", () => {
  const file = (sides: Sides<string>, path = "a.ts"): string => {
    const result = mergeFile(path, { base: Buffer.from(sides.base), ours: Buffer.from(sides.ours), theirs: Buffer.from(sides.theirs) });
    return "content" in result ? result.content.toString() : `! ${result.conflict}`;
  };
  const base = "const a = 1;\nconst b = 2;\n";
  const theirs = "const a = 3;\nconst b = 2;\n";

  it("keep the user's line ends and byte order mark", () => {
    expect(file({ base, ours: "\u{FEFF}const a = 1;\r\nconst b = 4;\r\n", theirs })).toBe("\u{FEFF}const a = 3;\r\nconst b = 4;\r\n");
  });

  it("are left alone where they do not parse, have two line ends, or are no text", () => {
    expect(file({ base, ours: "const a = ;\n", theirs })).toMatch(/^! line 1 does not parse/);
    expect(file({ base, ours: "const a = 1;\r\nconst c = 2;\n", theirs })).toBe("! its lines end in two ways");
    expect(file({ base, ours: "a\0b", theirs })).toBe("! it is no text");
  });

  it("fail loudly where keybeam's own rendering does not parse", () => {
    expect(() => file({ base, ours: "const c = 1;\n", theirs: "const = ;" })).toThrow("a.ts, as rendered: line 1");
  });

  it("that are lists of lines take what both sides append, but no name twice", () => {
    const was = "# Where.\nHOST=a\n";
    const sides = (mine: string, now: string): Sides<string> => ({ base: was, ours: was + mine, theirs: was + now });
    expect(file(sides("# Mine.\nMINE=1\n", "# Theirs.\nPORT=1\n"), "deploy/.env.example")).toBe(`${was}# Theirs.\nPORT=1\n# Mine.\nMINE=1\n`);
    expect(file(sides("PORT=2\n", "# PORT=1\n"), ".env.example")).toBe("! both sides changed line 3");
    expect(file(sides("mine/\n", "dist/\n"), ".gitignore")).toBe(`${was}dist/\nmine/\n`);
    expect(file({ base: was, ours: `${was}MINE=1\n`, theirs: "# Where.\nPORT=1\n" }, ".env")).toBe("# Where.\nPORT=1\nMINE=1\n");
    expect(file({ base: was, ours: `# Where.\nMINE=1\n`, theirs: `${was}PORT=1\n` }, ".env")).toBe("# Where.\nMINE=1\nPORT=1\n");
    expect(file({ base: was, ours: was.replace("a", "b"), theirs: was.replace("a", "c") }, ".env")).toBe("! both sides changed line 2");
    expect(file(sides("mine\n", "theirs\n"), "a.md")).toBe("! both sides changed line 3");
  });

  it("of other kinds are merged by line", () => {
    expect(file({ base: "a\nb\nc\n", ours: "a\nb\nmine\n", theirs: "theirs\nb\nc\n" }, "a.md")).toBe("theirs\nb\nmine\n");
    expect(file({ base: "a\n", ours: "b\n", theirs: "c\n" }, "a.md")).toBe("! both sides changed line 1");
  });
});
