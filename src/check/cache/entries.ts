import type { Extracted, IgnoreFact, ImportFact, ImportForm } from "../extract/fact.ts";
import { FORMS } from "../extract/fact.ts";

/** What was found in one file, as it is written: imports lie flat, six values each, ignores three. */
export type Entry = readonly [stamp: string, imports: readonly unknown[], ignores: readonly unknown[]];

const IMPORT_WIDTH = 6;
const IGNORE_WIDTH = 3;

export function encode(stamp: string, { imports, ignores }: Extracted): Entry {
  return [
    stamp,
    imports.flatMap((one) => [
      FORMS.indexOf(one.form),
      one.specifier,
      one.typeOnly ? 1 : 0,
      one.start,
      one.end - one.start,
      one.keyword,
    ]),
    ignores.flatMap(({ rule, reason, start }) => [rule, reason, start]),
  ];
}

/** Null where the entry is not as `encode` writes it. */
export function decode([, flat, ignored]: Entry): Extracted | null {
  if (flat.length % IMPORT_WIDTH !== 0 || ignored.length % IGNORE_WIDTH !== 0) return null;
  const imports: ImportFact[] = [];
  for (let at = 0; at < flat.length; at += IMPORT_WIDTH) {
    const fact = importAt(flat, at);
    if (fact === null) return null;
    imports.push(fact);
  }
  const ignores: IgnoreFact[] = [];
  for (let at = 0; at < ignored.length; at += IGNORE_WIDTH) {
    const [rule, reason, start] = ignored.slice(at, at + IGNORE_WIDTH);
    if (typeof rule !== "string" || typeof reason !== "string" || typeof start !== "number") return null;
    ignores.push({ rule, reason, start });
  }
  return { imports, ignores };
}

function importAt(flat: readonly unknown[], at: number): ImportFact | null {
  const form = formAt(flat[at]);
  const specifier = flat[at + 1];
  const start = flat[at + 3];
  const length = flat[at + 4];
  const keyword = flat[at + 5];
  if (form === null || (specifier !== null && typeof specifier !== "string")) return null;
  if (typeof start !== "number" || typeof length !== "number" || typeof keyword !== "number") return null;
  return { form, specifier, typeOnly: flat[at + 2] === 1, start, end: start + length, keyword };
}

function formAt(value: unknown): ImportForm | null {
  return typeof value === "number" ? (FORMS[value] ?? null) : null;
}

export function isEntry(value: unknown): value is Entry {
  return Array.isArray(value) && typeof value[0] === "string" && Array.isArray(value[1]) && Array.isArray(value[2]);
}
