import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { dialectOf } from "../../src/check/extract/fact.ts";
import { extract } from "../../src/check/extract/index.ts";
import { parse } from "../../src/check/extract/parse.ts";
import { scan } from "../../src/check/extract/scan/index.ts";

const fixture = (name: string) => readFileSync(new URL(`fixture/${name}.txt`, import.meta.url), "utf8");

/** One line an import: its form, a mark where it is of types only, and its specifier. */
async function linesOf(name: string): Promise<string> {
  const text = fixture(name);
  const found = await extract(name, text);
  const lines = (found?.imports ?? []).map(
    ({ form, typeOnly, specifier }) => `${form}${typeOnly ? " type" : ""} ${specifier ?? "?"}`,
  );
  return `${lines.join("\n")}\n`;
}

it.each(["forms.ts", "forms.tsx", "forms.js"])("finds every form of import in %s, and nothing else", async (name) => {
  const lines = await linesOf(name);
  expect(lines).not.toMatch(/ no-\d/);
  await expect(lines).toMatchFileSnapshot(`fixture/${name}.found.txt`);
});

it.each(["forms.ts", "forms.tsx", "forms.js"])("gives the offsets of each specifier in %s", async (name) => {
  const text = fixture(name);
  for (const { form, specifier, start, end, keyword } of (await extract(name, text))?.imports ?? []) {
    expect(keyword).toBeLessThanOrEqual(start);
    if (specifier === null || text.slice(start, end).includes("\\")) continue;
    expect(text.slice(start, end)).toMatch(form === "reference" ? /^[^"']+$/ : /^(["'`]).*\1$/);
    expect(text.slice(start, end)).toContain(specifier);
  }
});

it.each(["forms.ts", "forms.tsx", "forms.js"])("agrees with the TypeScript parser on %s", async (name) => {
  expect(await extract(name, fixture(name))).toEqual(parse(name, fixture(name)));
});

it.each(["forms.ts", "forms.tsx", "forms.js"])(
  "agrees with the parser on each statement of %s, and leaves it few of them",
  async (name) => {
    const statements = fixture(name).split(/(?<=[;}])\n/);
    const left: string[] = [];
    for (const statement of statements) {
      const scanned = scan(statement, dialectOf(name));
      if (scanned === null) left.push(statement);
      else expect(scanned, statement).toEqual(parse(name, statement));
    }
    await expect(`${left.join("\n")}\n`).toMatchFileSnapshot(`fixture/${name}.left.txt`);
  },
);
