import { expect, it } from "vitest";
import { extract } from "../../src/check/extract/index.ts";
import { resolver } from "../../src/check/resolve/index.ts";
import { readForms } from "./every-form.ts";

const { cases, files } = readForms(new URL("fixture/every-form.txt", import.meta.url));
const resolve = resolver(new Set(files.keys()), (path) => files.get(path) ?? null);

it.each(cases)("finds and follows: $name", async ({ path, text, kind, start, end, to }) => {
  const imports = (await extract(path, text))?.imports ?? [];
  const fact = imports.find((one) => one.start === start);
  expect(fact, JSON.stringify(imports)).toMatchObject({ end });
  if (fact === undefined) return;
  expect(`${fact.form}${fact.typeOnly ? " type" : ""}`).toBe(kind);
  expect(resolve(path)(fact)).toMatchObject({ kind: "file", path: to });
});
