import { describe, it } from "vitest";
import { aliasBomb, bombs } from "../spec/fixtures/inputs.ts";
import { judge, type Row, spec } from "./judge.ts";

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values);
const head = "keybeam: 1\nname: x\n";

const rows: readonly Row[] = [
  ...["", "# soon\n", "---\n", "null\n", "[]\n", '"x"\n', "42\n"].map((text): Row => ["Y01", JSON.stringify(text), text, "not-a-spec"]),
  ["Y02", "a bomb of aliases", aliasBomb, "yaml-anchor"],
  ...bombs.map(([what, text]): Row => ["Y03", what, text, "too-deep"]),
  ["Y05", "1 MiB and a byte", `${head}# ${"x".repeat(1024 * 1024)}`, "file-too-large"],
  ["Y06", "a circle of aliases", "a: &a { b: *a }\n", "yaml-anchor"],
  ["Y07", "services twice", `${head}services: {}\nservices: {}\n`, "duplicate-key"],
  ["Y07", "name with quotes and without", `${head}"name": x\n`, "duplicate-key"],
  ["Y07", "one letter in two normal forms", spec({ more: "types: { A: { \u00e9: int, e\u0301: int } }" }), "duplicate-key"],
  ["Y09", "a merge key", spec({ more: "operations:\n  a: &a {}\n  b: { <<: *a }" }), "yaml-merge"],
  ["Y09", "a merge key that pollutes", `${head}<<: { __proto__: { p: 1 } }\n`, "yaml-merge"],
  ...['!!js/function "x"', "!!python/object:os.system x", "!include /etc/passwd", "!!binary aGk=", "!!set { a }"].map((value): Row => ["Y10", value, spec({ more: `owner: ${value}` }), "yaml-tag"]),
  ["Y11", "a directive", `%YAML 1.1\n---\n${head}`, "yaml-directive"],
  ["Y13", "version: 1.10", spec({ more: "owner: 1.10" }), "wrong-type"],
  ["Y13", "1e3", spec({ more: "owner: 1e3" }), "wrong-type"],
  ["Y13", "0777", spec({ top: "requirements: { team: { engineers: 0777 } }\n" }), "number-form"],
  ["Y13", "0x1F", spec({ top: "requirements: { team: { engineers: 0x1F } }\n" }), "number-form"],
  ["Y13", "12:30", spec({ more: "owner: 12:30" }), "unquoted-value"],
  ["Y13", "no", spec({ more: "owner: no" }), "unquoted-value"],
  ["Y13", "2024-01-01", spec({ more: "operations: { a: { http: POST /a, deprecated: { since: 2024-01-01 } } }" }), "unquoted-value"],
  ...["9007199254740993", ".nan", ".inf", "1e999", "-0"].map((value): Row => ["Y14", value, spec({ type: `{ type: json, default: ${value} }` }), "number-range"]),
  ["Y15", "tabs", `${head}services:\n\tshop: {}\n`, "yaml-syntax"],
  ["Y15", "CRLF", spec({}).replaceAll("\n", "\r\n"), null],
  ["Y15", "CRLF and LF", spec({}).replace("\n", "\r\n"), null],
  ["Y15", "a lone CR", "keybeam: 1\rname: x\n", "encoding"],
  ["Y15", "a byte order mark", `\uFEFF${spec({})}`, null],
  ["Y15", "UTF-16", bytes(0xff, 0xfe, 0x61, 0, 0x3a, 0), "encoding"],
  ["Y15", "invalid UTF-8", bytes(0x61, 0x3a, 0x20, 0xff, 0xfe, 0xc0, 0xaf), "encoding"],
  ["Y15", "a NUL", `${head}description: a\u0000b\n`, "encoding"],
  ["Y17", "a quote that is open for 500 lines", `keybeam: 1\nname: "x\n${"# line\n".repeat(500)}topology: "monolith"\n`, "yaml-syntax"],
  ["Y17", "a list that is indented wrong", `${head}services:\n  shop:\n    api:\n      resources:\n        Thing:\n        - list\n       - get\n`, "yaml-syntax"],
  ["Y18", "an unknown key", `${head}servces: {}\n`, "unknown-key"],
  ["Y18", "an unknown key of 1,000 letters", `${head}${"s".repeat(1_000)}: {}\n`, "unknown-key"],
  ["Y18", "one of 60,000, which is none in YAML", `${head}${"s".repeat(60_000)}: {}\n`, "yaml-syntax"],
  ["Y18", "a key of a later language", `${head}webhooks: {}\n`, "unknown-key"],
  ["Y19", "JSON", '{ "name": "x", "version": "1.0.0" }', "not-a-spec"],
  ["Y19", "TOML", '[package]\nname = "x"\n', "not-a-spec"],
  ["Y19", "OpenAPI", "openapi: 3.1.0\ninfo: { title: Pets }\n", "not-a-spec"],
  ["Y19", "a PNG", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), "not-a-spec"],
];

describe("YAML", () => {
  it.each(rows)("%s: %s", (_, __, text, rule) => judge(text, rule));
});
