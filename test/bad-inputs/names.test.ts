import { describe, it } from "vitest";
import { judge, type Row, spec } from "./judge.ts";

const service = (id: string, rule: string, ...names: readonly string[]): readonly Row[] => names.map((name): Row => [id, JSON.stringify(name.slice(0, 40)), spec({ service: name }), rule]);
const field = (name: string, rule: string | null): Row => ["P08", `a field ${name}`, spec({ field: name }), rule];
const entity = (name: string, rule: string | null): Row => ["P08", `an entity ${name}`, spec({ entity: name }), rule];
const two = (what: string, a: string, b: string, rule: string): Row => ["P07", what, `keybeam: 1\nname: x\nservices:\n  ${JSON.stringify(a)}: {}\n  ${JSON.stringify(b)}: {}\nauth: { model: none }\n`, rule];

const rows: readonly Row[] = [
  ...service("P02", "bad-name", "..\\..\\x", "C:x", "C:\\x", "\\\\host\\share", "a:stream", "api.", "api "),
  ...service("P03", "reserved-name", "con", "lpt1", "NUL"),
  ...service("P03", "bad-name", "aux.ts", "COM\u00b9"),
  ...service("P04", "bad-name", ".git", ".git/hooks/post-checkout", ".github", ".npmrc", ".env", ".husky", ".vscode", "node_modules", "package.json", "GIT~1"),
  ...service("P06", "name-too-long", "x".repeat(64), "x".repeat(255), "x".repeat(256)),
  // YAML itself has keys of 1,024 characters at most.
  ...service("P06", "yaml-syntax", "x".repeat(5_000)),
  ["P07", "Orders beside orders", spec({ service: "orders" }).replace("auth:", "  Orders: {}\nauth:"), "bad-name"],
  two("straße and strasse", "straße", "strasse", "bad-name"),
  two("a ligature", "\ufb01le", "file", "bad-name"),
  two("a letter of another alphabet", "\u043erders", "orders", "bad-name"),
  two("kebab, camel and snake", "order-items", "orderItems", "bad-name"),
  two("kebab and kebab that read alike", "orderitems", "order-items", "name-clash"),
  ["P07", "two entities with one plural", spec({ entity: "Order" }).replace("    entities:\n", "    entities:\n      Orders: { fields: { a: int } }\n"), "name-clash"],
  ...["class", "default", "await", "eval", "arguments", "constructor", "toString", "hasOwnProperty", "then"].map((name) => field(name, "reserved-name")),
  ...["user", "order", "group", "table", "select"].map((name) => field(name, null)),
  ...["User", "Order", "Group", "Table", "Select"].map((name) => entity(name, null)),
  entity("Class", "reserved-name"),
];

describe("names", () => {
  it.each(rows)("%s: %s", (_, __, text, rule) => judge(text, rule));
});
