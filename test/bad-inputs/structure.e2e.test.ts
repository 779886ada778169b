import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { generate } from "../../src/generators/index.ts";
import { readSpec } from "../../src/spec/index.ts";

const quoted = (text: string): string => JSON.stringify(text);

/** A spec that says a text wherever somebody may say one. */
const saying = (text: string): string => `keybeam: 1
name: sample
topology: microservices
description: ${quoted(text)}
services:
  shop:
    description: ${quoted(text)}
    owner: ${quoted(text)}
    types: { Line: { note: { type: string, description: ${quoted(text)} } } }
    entities:
      Thing:
        description: ${quoted(text)}
        fields: { name: { type: string, description: ${quoted(text)}, default: ${quoted(text)} } }
    api: { resources: { Thing: [list, get, create, update, delete] } }
    operations:
      act: { http: POST /acts, description: ${quoted(text)}, input: { line: Line }, emits: Done }
    events: { Done: { description: ${quoted(text)}, fields: { line: uuid } } }
  other:
    operations: { hear: { input: { line: uuid } } }
    reacts: { shop.Done: hear }
deploy: { target: kubernetes }
auth: { model: jwt, roles: { user: { description: ${quoted(text)}, may: [all] } } }
`;

function rendered(text: string): ReadonlyMap<string, string> {
  const [architecture, diagnostics] = readSpec(saying(text), "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return new Map(generate(architecture, { keybeam: "1.0.0" }).map(({ path, content }) => [path, content]));
}

/** The shape of a text as its own reader sees it: everything but what its literals and comments say. */
function shapeOf(path: string, text: string): unknown {
  if (/\.[cm]?[jt]s$/.test(path)) return kindsOf(text);
  if (/\.json$/.test(path)) return keysOf(JSON.parse(text));
  if (/\.ya?ml$/.test(path)) return text.split(/^---$/m).map((part) => keysOf(parse(part)));
  if (/Dockerfile/.test(path)) return text.split("\n").flatMap((line) => /^[A-Z]+(?= )/.exec(line) ?? []);
  if (/\.conf/.test(path)) return text.replace(/#.*|"(?:[^"\\]|\\.)*"/g, "").replace(/[^{};]/g, "");
  if (/\.env/.test(path)) return text.split("\n").flatMap((line) => /^[A-Z_]+(?==)/.exec(line) ?? []);
  if (/\.md$/.test(path)) return [text.split("\n").filter((line) => /^(?:#|```)/.test(line)).length, /(?<!\\)<(?:img|script)|(?<!\\)\]\(javascript:/i.test(text)];
  return null;
}

function kindsOf(text: string): readonly string[] {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(ts.isIdentifier(node) ? `name ${node.text}` : ts.SyntaxKind[node.kind] ?? "");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value === "object" && value !== null) return Object.entries(value).map(([key, one]) => [key, keysOf(one)]);
  return typeof value;
}

const literalsOf = (text: string): readonly string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true));
  return found;
};

describe("a text that means harm makes what a harmless one does, but for what it says", () => {
  const harmless = rendered("plain words");

  it.each([
    ["C01", "*/ globalThis.PWN=1; /*"],
    ["C02", "'; globalThis.PWN=1; //"],
    ["C02", '"; globalThis.PWN=1; //'],
    ["C04", "a\\"],
    ["C05", "a\u2028b\nRUN touch /tmp/pwn\npwn: 1"],
    ["C14", "'; drop table canary; --"],
    ["C18", "a; }  http { server { }"],
    ["C20", '` ${process.exit(1)} ``` <img src=x onerror=alert(1)> [x](javascript:alert(1)) | A["] --> evil['],
    ["C24", "\u202E} import evil from 'evil'; {"],
  ])("%s: %j", (_, payload) => {
    const tree = rendered(payload);
    expect([...tree.keys()]).toEqual([...harmless.keys()]);
    for (const [path, text] of tree) expect({ path, shape: shapeOf(path, text) }).toEqual({ path, shape: shapeOf(path, harmless.get(path) ?? "") });
    const code = [...tree].filter(([path]) => path.endsWith(".ts")).flatMap(([, text]) => literalsOf(text));
    expect(code).toContain(payload);
    // What turns the reading order round may stand in data, as package.json is, never in source.
    for (const [path, text] of [...tree].filter(([name]) => !name.endsWith(".json"))) expect({ path, turned: /[\u202a-\u202e\u2066-\u2069]/u.test(text) }).toEqual({ path, turned: false });
  });

  it("sees a text that leaves its place", () => {
    const emitted = (text: string): unknown => kindsOf(`export const a = '${text}';\n`);
    expect(emitted("a'; process.exit(1); //")).not.toEqual(emitted("plain words"));
    expect(shapeOf("a.yaml", "a: plain words\n")).not.toEqual(shapeOf("a.yaml", "a: plain\npwn: 1\n"));
  });
});
