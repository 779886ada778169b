import type { AccessMatrix, Cell } from "../model/access.ts";
import { count } from "./words.ts";

/** Who may run what: a line for each operation, a column for each role, and what the policies say. */
export function accessText({ roles, rows, fields, policies }: AccessMatrix): string {
  const head = ["operation", "route", "anyone", ...roles, "also started by"];
  const lines = rows.map(({ operation, route, anyone, roles: cells, callers }) => [
    operation,
    route ?? "no route",
    ...[anyone, ...cells].map(cellText),
    callers.length === 0 ? "" : callers.join(", "),
  ]);
  const table = aligned([head, ...lines]);
  const open = rows.filter(({ anyone }) => anyone !== false).length;
  return [
    ...table,
    "",
    ...(fields.length === 0 ? [] : [...aligned([["seen by some alone", ...roles], ...fields.map((row) => [row.field, ...row.roles.map(cellText)])]), ""]),
    ...(policies.length === 0 ? [] : ["A cell that names policies needs one of them to hold:", ...aligned(policies.map(({ name, expression }) => [`  ${name}`, expression])), ""]),
    `${count(rows.length, "operation")}, ${count(roles.length, "role")}; ${open} open to anyone.${open === rows.length ? "" : PROVEN}${fields.length === 0 ? "" : SEEN}`,
  ].map((line) => `${line}\n`).join("");
}

const PROVEN = " What is not granted is refused; test/grants.test.ts of the generated project tries every cell.";
const SEEN = " test/fields.test.ts tries who sees which field.";

function cellText(cell: Cell): string {
  if (typeof cell === "boolean") return cell ? "yes" : "-";
  return `if ${cell.join(" | ")}`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
