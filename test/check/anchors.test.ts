import { expect, test } from "vitest";
import { dialectOf } from "../../src/check/extract/fact.ts";
import { lastAnchor } from "../../src/check/extract/scan/anchors.ts";
import { scan } from "../../src/check/extract/scan/index.ts";
import { newScan } from "../../src/check/extract/scan/state.ts";

/** Each as the last that a module says, and where it says so. */
const LAST = [
  ['import "x";', "import"],
  ['export * from "x";', "from"],
  ["export { a } from\n\t'x';", "from"],
  ['export { a } from/* b */"x";', "from"],
  ['f(() => require("x"));', "require"],
  ['declare module "x" {}', "module"],
  ['new Worker("x");', "Worker"],
  ['new SharedWorker("x");', "Worker"],
  ['vi.doMock("x");', "Mock"],
  ['jest.mock("x");', "mock"],
  ['vi.importActual("x");', "Actual"],
  ["// keybeam-ignore cycles: why", "keybeam-ignore"],
] as const;

function anchorOf(code: string): number {
  const bytes = Buffer.from(`${code}\0`);
  const state = newScan(bytes, dialectOf("a.ts"));
  return state === null ? Number.NaN : lastAnchor(state.kernel, bytes);
}

const REST = "\nconst imported = Array.from(a); module.exports = { a: (1 + 2) };\n".repeat(3);
const padded = [0, 1, 2, 3, 4, 5].map((width) => " ".repeat(width));

test.each(LAST)("reads %s up to its word, wherever it stands", (text, word) => {
  for (const before of padded)
    for (const after of padded) {
      const code = `let b;${before}${text}${after}${REST}`;
      expect(anchorOf(code)).toBe(code.indexOf(word) + word.length);
      const found = scan(code, dialectOf("a.ts"));
      expect((found?.imports.length ?? 0) + (found?.ignores.length ?? 0)).toBe(1);
    }
});

test("finds a reference before a file that imports nothing", () => {
  for (const after of padded) {
    const text = `/// <reference path="x.ts" />${REST}${after}`;
    expect(scan(text, dialectOf("a.ts"))?.imports).toMatchObject([{ form: "reference", specifier: "x.ts" }]);
  }
});

test("reads nothing of a file that holds no word which imports", () => {
  expect(anchorOf(`/* important, required from a worker */${REST}`)).toBe(0);
});

test("leaves a file to the parser where a name is written with escapes, behind all other imports", () => {
  expect(scan(`import "a";${REST}requ\\u0069re("x");`, dialectOf("a.ts"))).toBeNull();
});
