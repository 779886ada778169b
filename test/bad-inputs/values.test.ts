import { describe, it } from "vitest";
import { judge, quoted, type Row, spec } from "./judge.ts";

const operation = (keys: string): string => spec({ more: `operations: { act: { ${keys} } }` });
const described = (text: string): string => spec({ more: `description: ${quoted(text)}` });
const http = (path: string): string => operation(`http: ${quoted(`GET ${path}`)}, kind: query`);
const integration = (url: string): string => spec({ top: `integrations: { other: { baseUrl: ${quoted(url)}, operations: { a: { http: POST /a } } } }\n` });
const cron = (line: string): string => spec({ more: `operations: { act: {} }\njobs: { nightly: { do: act, cron: ${quoted(line)} } }` });
const rowsOf = (id: string, texts: readonly string[], make: (text: string) => string, rule: string | null): readonly Row[] => texts.map((text): Row => [id, JSON.stringify(text.slice(0, 60)), make(text), rule]);

const rows: readonly Row[] = [
  ...rowsOf("C01", ["*/ globalThis.PWN=1; /*"], described, null),
  ...rowsOf("C02", ["'; globalThis.PWN=1; //", '"; globalThis.PWN=1; //'], (text) => spec({ type: `{ type: string, default: ${quoted(text)} }` }), null),
  ...rowsOf("C04", ["\\", "\\\\'", "a\\", "\\u0027", "\\x27"], (text) => spec({ type: `{ type: string, default: ${quoted(text)} }` }), null),
  ...rowsOf("C05", ["a\nb", "a\u2028b", "a\u2029b", "a\u0085b", "a\u000bb"], described, null),
  ["C05", "NUL", described("a\u0000b"), "encoding"],
  ["C05", "half a character", spec({ more: 'description: "\\uD800"' }), "encoding"],
  ["C06", "a bound that is a text", spec({ type: '"int(1;globalThis.PWN=1..)"' }), "bad-bounds"],
  ["C06", "a text for a number", spec({ top: "", more: "" }).replace("auth:", 'queues: { q: { attempts: "3;x" } }\nauth:'), "wrong-type"],
  ["C06", "a list for a number", spec({}).replace("auth:", "queues: { q: { attempts: [1] } }\nauth:"), "wrong-type"],
  ["C06", "a deadline that is none", operation("http: POST /a, timeout: \"5s'\""), "wrong-value"],
  ...rowsOf("C08", ["/a','GET');evil();('", "/a/:id(\\\\d+)*", "/a/*", "/a//b", "/a/../b", "/a?x", "/%2e%2e/", "/a/{id}/{id}"], http, "bad-path"),
  ...rowsOf("C09", ["/:a-:b", "/:a.:b"], http, "bad-path"),
  ["C10", "a pattern: the language has none", spec({ type: '{ type: string, pattern: "^(a+)+$" }' }), "unknown-key"],
  ["C12", "a header: the language has none", operation('http: POST /a, headers: { "X-A\\r\\nSet-Cookie: a=b": x }'), "unknown-key"],
  ...rowsOf("C13", [">", "*", "a.*.b", "$SYS.>", "a b", "amq.x"], (name) => spec({}).replace("auth:", `queues: { ${quoted(name)}: {} }\nauth:`), "bad-name"),
  ["C13", "300 characters", spec({}).replace("auth:", `queues: { ${"x".repeat(300)}: {} }\nauth:`), "name-too-long"],
  ...rowsOf("C14", ["'; drop table canary; --", "now()"], (text) => spec({ type: `{ type: string, default: ${quoted(text)} }` }), null),
  ["C14", "a check in SQL: the language has none", spec({ type: '{ type: string, check: "1=1); drop table canary" }' }), "unknown-key"],
  ["C14", "a column with a quote", spec({ field: '"; x' }), "bad-name"],
  ...rowsOf("C16", ["NODE_OPTIONS", "LD_PRELOAD", "PATH"], (name) => spec({ top: `integrations: { other: { baseUrl: https://a.example, auth: { bearer: ${quoted(name)} }, operations: { a: { http: POST /a } } } }\n` }), "reserved-name"),
  ...rowsOf("C16", ["A-B", "a b", "1A"], (name) => spec({ top: `integrations: { other: { baseUrl: https://a.example, auth: { bearer: ${quoted(name)} }, operations: { a: { http: POST /a } } } }\n` }), "secret-in-spec"),
  ["C17", "an image: the language has none", spec({}).replace("auth:", 'deploy: { image: "node:22\\nRUN id" }\nauth:'), "unknown-key"],
  ...rowsOf("C18", ["a.com; }  http { x", "$request_uri", "*", "127.0.0.1:80;"], (text) => spec({ top: `api: { cors: [${quoted(text)}] }\n` }), "bad-url"),
  ...rowsOf("C20", ["<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "a | b", "```", 'A["] --> evil[', 'click A href "javascript:"', "%%{init:{}}%%"], described, null),
  ...rowsOf("C21", ["* * * * * rm", "@reboot", "* * * * * *", "*/0 * * * *", "60 * * * *"], cron, "bad-cron"),
  ["C22", "javascript:", integration("javascript:alert(1)"), "wrong-value"],
  ...rowsOf("C22", ["http://a@b", "http://a.com/'+x+'", "http://[::1"], integration, "bad-url"),
  ["C22", "the address of a cloud's metadata", integration("http://169.254.169.254"), "bad-url"],
  ["C24", "64 KiB of dollars", described("${{".repeat(22_000)), "text-too-long"],
  ...rowsOf("C24", ["e\u0301".repeat(2_000), "\u202Eabc", "a\u200bb", "\u{1F469}\u200D\u{1F4BB}"], described, null),
];

describe("values", () => {
  it.each(rows)("%s: %s", (_, __, text, rule) => judge(text, rule));
});
