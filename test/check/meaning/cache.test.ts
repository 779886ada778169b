import { expect, it } from "vitest";
import { noMeaningCache, remembering } from "../../../src/check/meaning/cache.ts";
import type { Fact } from "../../../src/check/meaning/fact.ts";

const fact: Fact = { kind: "state", name: "x", detail: "", start: 0, end: 1, other: null };

it("knows for what is only tried what a run found, file by file as it was, and types while nothing moves", () => {
  const kept: string[] = [];
  const { cache, tried } = remembering({ ...noMeaningCache, recall: (path) => (path === "old.ts" ? [] : null), keep: (path) => void kept.push(path) }, ["a.ts", "old.ts"]);
  cache.keep("a.ts", "1", ["state", "shared"], [fact]);
  cache.keep("/types/a.ts", "key", ["signature"], []);
  expect(cache.recall("old.ts", "1", ["state"])).toEqual([]);
  const same = tried(["a.ts", "old.ts"]);
  expect(same.recall("a.ts", "1", ["state"])).toEqual([fact]);
  expect(same.recall("old.ts", "1", ["state"])).toEqual([]);
  expect(same.recall("a.ts", "2", ["state"])).toBeNull();
  expect(same.recall("a.ts", "1", ["secret"])).toBeNull();
  expect(same.settled?.("/types/a.ts")).toEqual([]);
  expect(same.settled?.("/types/b.ts")).toBeNull();
  expect(tried(["b.ts", "old.ts"]).settled?.("/types/a.ts")).toBeNull();
  same.keep("b.ts", "1", ["state"], []);
  expect(kept).toEqual(["a.ts", "/types/a.ts"]);
});
