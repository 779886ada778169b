import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { elsewhere, ids, noPlace, untested } from "./rows.ts";

const here = new URL("./", import.meta.url);
const own = readdirSync(here)
  .filter((name) => name.endsWith(".test.ts") && name !== "rows.test.ts")
  .map((name) => readFileSync(new URL(name, here), "utf8"))
  .join("\n");

it.each(ids)("%s is held by a test that names it, by one elsewhere, or there is a reason why by none", (id) => {
  const named = new RegExp(`["\`](?:[A-Z]\\d\\d, )*${id}\\b`).test(own);
  expect([named, id in elsewhere, id in untested]).toContain(true);
});

it.each(Object.entries(elsewhere).flatMap(([id, tests]) => tests.map(([file, says]) => [id, file, says] as const)))("%s is in %s: %s", (_, file, says) => {
  expect(readFileSync(file, "utf8")).toContain(says);
});

it("knows no row that the catalogue has not", () => {
  expect([...Object.keys(elsewhere), ...Object.keys(untested), ...Object.keys(noPlace)].filter((id) => !ids.includes(id))).toEqual([]);
});
