import type { Field } from "../../../model/architecture.ts";

/** Long enough to be told from other words, and the same in every language of a team. */
const WORD = "erased";

/** A word of a length that the field takes. */
const fitting = ({ type }: Field, word: string): string => {
  const [min, max] = type.kind === "scalar" ? [type.min ?? 0, type.max ?? word.length] : [0, word.length];
  return word.slice(0, Math.max(max, 0)).padEnd(Math.min(min, 10_000), "x");
};

/** A number that the field takes. */
const least = ({ type }: Field): number => {
  const [min, max] = type.kind === "scalar" ? [type.min ?? Number.NEGATIVE_INFINITY, type.max ?? Number.POSITIVE_INFINITY] : [0, 0];
  return Math.min(Math.max(0, min), max);
};

const PLAIN: Readonly<Record<string, string>> = {
  uuid: "'00000000-0000-4000-8000-000000000000'",
  date: "date '1900-01-01'",
  timestamp: "timestamptz '1970-01-01T00:00:00Z'",
  json: "'{}'",
  bytes: "''",
  bool: "false",
};

/** What is unique for a row and tells nothing of it but which it is. */
const UNIQUE: Readonly<Record<string, string>> = {
  uuid: `md5("id"::text)::uuid`,
  int: `abs(hashtext("id"::text))`,
  email: `'erased-' || md5("id"::text) || '@erased.invalid'`,
  url: `'https://erased.invalid/' || md5("id"::text)`,
};

/**
 * What takes the place of a column's value, in SQL; null where nothing can.
 * @param index which column of the field, where it has two
 */
export const replacedSql = (field: Field, isKey: boolean, index: number): string | null => {
  const { type, optional } = field;
  if (optional) return "null";
  if (type.kind === "enum") return `'${type.values[0] ?? ""}'`;
  if (type.kind === "list") return "'[]'";
  if (type.kind !== "scalar") return null;
  if (type.name === "money") return index === 0 ? "0" : null;
  if (isKey) return UNIQUE[type.name] ?? (type.name === "string" || type.name === "text" ? `left(md5("id"::text), ${type.max ?? 32})` : null);
  if (type.name === "int" || type.name === "decimal") return String(least(field));
  if (type.name === "email") return "'erased@erased.invalid'";
  if (type.name === "url") return "'https://erased.invalid/'";
  return PLAIN[type.name] ?? `'${fitting(field, WORD)}'`;
};

/** The same for what is encrypted, as it is before; `{id:12}` stands for so many of the last digits of the row's id. */
export const replacedText = (field: Field, isKey: boolean): string => {
  const { type } = field;
  if (type.kind === "enum") return type.values[0] ?? "";
  if (type.kind !== "scalar") return "[]";
  if (type.name === "email") return isKey ? "{id:32}@erased.invalid" : "erased@erased.invalid";
  if (type.name === "url") return isKey ? "https://erased.invalid/{id:32}" : "https://erased.invalid/";
  if (type.name === "string" || type.name === "text") return isKey ? `{id:${Math.min(32, type.max ?? 32)}}` : fitting(field, WORD);
  if (type.name === "int") return String(least(field));
  if (type.name === "decimal") return String(least(field));
  if (type.name === "money") return JSON.stringify({ amount: "0", currency: "EUR" });
  return /'(.*)'/u.exec(PLAIN[type.name] ?? "")?.[1] ?? PLAIN[type.name] ?? "";
};
