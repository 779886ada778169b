import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Json } from "../../src/model/architecture.ts";
import { languageSchema } from "../../src/spec/index.ts";
import { validate } from "../../src/spec/schema/validator.generated.js";
import { get, isMap, keysOf } from "../../src/spec/tree.ts";

const schema: Json = JSON.parse(JSON.stringify(languageSchema));
const everything: Json = parse(readFileSync(new URL("./fixtures/everything.yaml", import.meta.url), "utf8"));

/** All schemas of named keys, by their path. */
function keysWithSchema(node: Json, path = ""): readonly (readonly [path: string, schema: Json])[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => keysWithSchema(item, `${path}/${index}`));
  if (!isMap(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === "body") return [];
    const own =
      key === "properties" && isMap(value)
        ? Object.entries(value).map(([name, one]) => [`${path}/${name}`, one] as const)
        : [];
    return [...own, ...keysWithSchema(value, `${path}/${key}`)];
  });
}

function described(one: Json): boolean {
  const ref = get(one, "$ref");
  const target = typeof ref === "string" ? get(schema, "definitions", ref.replace("#/definitions/", "")) : undefined;
  return typeof get(one, "description") === "string" || typeof get(target, "description") === "string";
}

describe("the schema of the language", () => {
  it("is draft-07", () => {
    expect(get(schema, "$schema")).toBe("http://json-schema.org/draft-07/schema#");
  });

  it("describes every key, for editors to show", () => {
    const keys = keysWithSchema(schema);
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter(([, one]) => !described(one)).map(([path]) => path)).toEqual([]);
  });

  it("refuses unknown keys in every map with named keys", () => {
    const open: string[] = [];
    const visit = (node: Json, path: string): void => {
      if (Array.isArray(node)) for (const [index, item] of node.entries()) visit(item, `${path}/${index}`);
      if (!isMap(node)) return;
      if (isMap(node["properties"]) && node["additionalProperties"] !== false) open.push(path);
      for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
    };
    visit(schema, "");
    expect(open).toEqual([]);
  });

  it("uses each definition", () => {
    const text = JSON.stringify(schema);
    expect(keysOf(get(schema, "definitions")).filter((name) => !text.includes(`"#/definitions/${name}"`))).toEqual([]);
  });

  it("says what forms are expected, wherever a pattern holds", () => {
    const mute: string[] = [];
    const visit = (node: Json, path: string): void => {
      if (Array.isArray(node)) for (const [index, item] of node.entries()) visit(item, `${path}/${index}`);
      if (!isMap(node)) return;
      if (typeof node["pattern"] === "string" && typeof node["title"] !== "string") mute.push(path);
      for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
    };
    visit(schema, "");
    expect(mute).toEqual([]);
  });

  it("fits its own examples", () => {
    const wrong = Object.entries(get(schema, "definitions") ?? {}).flatMap(([name, one]) => {
      const [pattern, examples] = [get(one, "pattern"), get(one, "examples")];
      return typeof pattern === "string" && Array.isArray(examples)
        ? examples
            .filter((example) => !new RegExp(pattern, "u").test(String(example)))
            .map((example) => `${name}: ${String(example)}`)
        : [];
    });
    expect(wrong).toEqual([]);
  });

  it("knows every top-level key, and the whole language uses each", () => {
    expect(keysOf(everything).slice().sort()).toEqual(keysOf(get(schema, "properties")).slice().sort());
  });

  it("takes the whole language", () => {
    expect(validate(everything), JSON.stringify(validate.errors)).toBe(true);
  });

  it("has default snippets that fit it", () => {
    const snippets = get(schema, "defaultSnippets");
    const [first] = Array.isArray(snippets) ? snippets : [];
    const body = JSON.parse(JSON.stringify(get(first, "body")).replace(/\$\{\d+:([^}]+)\}/g, "$1"));
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  });
});
