import type { Json } from "../../model/architecture.ts";
import { nearest, shown } from "../diagnose.ts";
import { get, textOf } from "../tree.ts";

const digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Actions of a resource under the names that other frameworks give them. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ...["read", "show", "view", "retrieve", "fetch"].map((word) => [word, "get"] as const),
  ...["index", "all", "search", "find"].map((word) => [word, "list"] as const),
  ...["add", "post", "insert", "new"].map((word) => [word, "create"] as const),
  ...["edit", "patch", "put", "modify", "change"].map((word) => [word, "update"] as const),
  ...["remove", "destroy", "del"].map((word) => [word, "delete"] as const),
]);

/** The help for a word that is none of the allowed: the one that was meant; nothing where none is near, for the message has them all. */
export function wordMeant(word: string, allowed: readonly string[]): string {
  const other = otherWords.get(word.toLowerCase());
  const meant = other !== undefined && allowed.includes(other) ? other : nearest(word, allowed);
  return meant === null ? "" : `Did you mean ${shown(meant)}?`;
}

/** The help that writes a value as the language does; nothing where no other spelling of it would fit. */
export function rewritten(text: string, rule: Json | undefined): string {
  if (get(rule, "type") === "integer") return asInteger(text);
  const pattern = textOf(get(rule, "pattern"));
  if (pattern === undefined) return "";
  const form = new RegExp(pattern, "u");
  if (form.test(text)) return "";
  if (/^\d+(\.\d+)?$/.test(text)) return withUnit(text, form);
  const spellings = respelt(text).filter((spelling) => spelling !== text && form.test(spelling));
  return spellings.length === 0 ? "" : `Write ${[...new Set(spellings)].map(shown).join(" or ")}.`;
}

function asInteger(text: string): string {
  const spoken = digits.indexOf(text.toLowerCase());
  if (spoken !== -1) return `Write \`${spoken}\`.`;
  return /^\d{1,9}$/.test(text) ? `Write ${shown(text)} without quotes.` : "Write a whole number in digits.";
}

/** A bare number where a unit belongs. Hundreds are mostly milliseconds; of less nobody can tell. */
function withUnit(text: string, form: RegExp): string {
  if (form.test(`${text}ms`) && Number(text) < 100)
    return `Write the unit too: ${["s", "m", "d"]
      .filter((unit) => form.test(text + unit))
      .map((unit) => shown(text + unit))
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1")}.`;
  const whole = [`${text}ms`, `${text}%`, `${text}MiB`, `${text}/min`, `v${text}`].find((spelling) =>
    form.test(spelling),
  );
  return whole === undefined ? "" : `Did you mean ${shown(whole)}?`;
}

// Escaped: one wide character would make Node hold the whole bundle in twice the space.
/** Other spellings of a text: arrows, methods and paths, parts that should stand together. */
function respelt(text: string): readonly string[] {
  const arrows = text.replace(/\s*(\u2192|\u21d2|\u2794|=+>|-{2,}>|-*>)\s*/u, " -> ").replace(/\s*[,/]\s*/g, " | ");
  const [, method, path] = /^(?:([A-Za-z]+)[\s:]+)?\/?(\S*)$/.exec(text.trim()) ?? [];
  const routes =
    path === undefined
      ? []
      : (method === undefined ? ["GET", "POST"] : [method.toUpperCase()]).map((one) => `${one} /${path}`);
  return text.startsWith("/") || method !== undefined
    ? [...routes, text.replace(/\s+/g, ""), arrows]
    : [text.replace(/\s+/g, ""), arrows];
}
