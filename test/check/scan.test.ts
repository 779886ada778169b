import fc from "fast-check";
import { expect, it } from "vitest";
import { dialectOf } from "../../src/check/extract/fact.ts";
import { parse } from "../../src/check/extract/parse.ts";
import { scan } from "../../src/check/extract/scan/index.ts";
import { moduleText } from "./modules.ts";

it.each(["a.ts", "a.tsx", "a.mts", "a.js", "a.cjs"])("agrees with the parser on modules composed at random, as %s", (path) => {
  let judged = 0;
  const runs = 1000;
  fc.assert(
    fc.property(moduleText(dialectOf(path)), (text) => {
      const scanned = scan(text, dialectOf(path));
      if (scanned === null) return;
      judged++;
      expect(scanned.imports).toEqual(parse(path, text).imports);
    }),
    { numRuns: runs },
  );
  expect(judged).toBeGreaterThan(runs / 2);
});

it("never throws and always ends, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."`${}()[]<>/*'\"\\\n ab=.import") }),
      fc.constantFrom("a.ts", "a.tsx", "a.js"),
      (text, path) => {
        scan(text, dialectOf(path));
      },
    ),
    { numRuns: 3000 },
  );
});
