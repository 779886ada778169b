import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check, projectOf, ruleIds } from "../../src/check/index.ts";
import { type Example, exampleOf, sectionsOf } from "./manual.ts";
import { architectureOf } from "./project.ts";

function run({ spec, files }: Example) {
  return check(architectureOf(spec), projectOf(files));
}

describe.each(ruleIds)("the manual of %s", (id) => {
  const sections = sectionsOf(id);
  const wrong = exampleOf(sections.get("Wrong") ?? "");

  it("says what, why, wrong and right, in this order", () => {
    expect([...sections.keys()]).toEqual(["What", "Why", "Wrong", "Right"]);
  });

  it("is wrong in its wrong example, once and in nothing else", async () => {
    const { diagnostics } = await run(wrong);
    expect(diagnostics.map(({ rule }) => rule)).toEqual([id]);
  });

  it("finds nothing in its right example, which changes the wrong one", async () => {
    const right = exampleOf(sections.get("Right") ?? "", wrong.files);
    expect(right.files).not.toEqual(wrong.files);
    const { diagnostics } = await run(right);
    expect(diagnostics).toEqual([]);
  });

  it("can be turned off", async () => {
    const spec = `${wrong.spec.replace(/^check:.*$/m, "")}\ncheck: { rules: { ${id}: "off" } }\n`;
    const { diagnostics } = await run({ spec, files: wrong.files });
    expect(diagnostics.filter(({ rule }) => rule === id)).toEqual([]);
  });
});

it("has a manual for every rule", () => {
  const manuals = readdirSync(new URL("../../docs/rules/", import.meta.url));
  for (const id of ruleIds) expect(manuals).toContain(`${id}.md`);
});
