import type { Json } from "../../model/architecture.ts";
import { flowValue } from "./add.ts";

type Fields = { readonly [name: string]: Json };

/** `a: string(1..40); b: { type: email, unique: true }` as fields by name; or what is wrong with it. */
export function fieldsFrom(text: string): Fields | string {
  const parts = text.split(";").map((part) => part.trim()).filter((part) => part !== "");
  const fields: Record<string, Json> = {};
  for (const part of parts) {
    const [, name, written] = /^([^:]+?)\s*:\s*(.+)$/.exec(part) ?? [];
    if (name === undefined || written === undefined) return `\`${part}\` is no field: write \`title: string; prio: int\`.`;
    if (Object.hasOwn(fields, name)) return `\`${name}\` stands twice.`;
    const value = typeFrom(written);
    if (value === null) return `\`${written}\` is neither a type nor a map such as \`{ type: email, unique: true }\`.`;
    fields[name] = value;
  }
  return fields;
}

/** A type as it stands in a spec, in its short form or its long one; null where the long one is malformed. */
export function typeFrom(text: string): Json {
  if (!text.startsWith("{")) return text;
  const value = flowValue(text);
  return value === undefined || typeof value !== "object" ? null : value;
}

/** `a, b` → both. */
export const listFrom = (text: string): readonly string[] => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

/** A number where it is written as one; else the text, for the reader of the spec to refuse. */
export const numberFrom = (text: string): Json => (/^\d{1,9}$/.test(text) ? Number(text) : text);
