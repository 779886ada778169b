import { checked, isCleanText, type Json } from "../kernel/json.ts";

/** Text that is not the JSON that this API takes; the message says what is wrong with it. */
export class MalformedJsonError extends Error {}

const MAX_DEPTH = 64;
const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const decode = (body: Uint8Array): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw new MalformedJsonError("The body is not valid UTF-8.");
  }
};

const parse = (text: string): Json => {
  try {
    return checked<Json>(JSON.parse(text));
  } catch {
    throw new MalformedJsonError("The body is not valid JSON.");
  }
};

/** Counts the keys of all objects, and refuses what PostgreSQL or a number could not hold. */
const countKeys = (value: Json | undefined, depth: number): number => {
  if (depth > MAX_DEPTH) throw new MalformedJsonError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  if (typeof value === "string" && !isCleanText(value)) {
    throw new MalformedJsonError("A text holds a NUL or half of a surrogate pair.");
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new MalformedJsonError("A number is too large.");
  if (typeof value !== "object" || value === null) return 0;
  const entries: readonly [string, Json | undefined][] = Object.entries(value);
  const own = Array.isArray(value) ? 0 : entries.length;
  return entries.reduce((sum, [key, item]) => sum + countKeys(key, depth) + countKeys(item, depth + 1), own);
};

/**
 * Parses a body, and refuses what one reader might take otherwise than the next: duplicate keys, text that is not
 * Unicode, numbers beyond range.
 * @throws MalformedJsonError
 */
export const parseStrictJson = (body: Uint8Array): Json => {
  const text = decode(body);
  const value = parse(text);
  // In valid JSON a string before a colon is a key, so that a key too many is a duplicate.
  const keysInText = [...text.matchAll(STRINGS)].filter((found) => found[1] !== undefined).length;
  if (countKeys(value, 0) !== keysInText) throw new MalformedJsonError("An object has the same key twice.");
  return value;
};
