import { typescriptString } from "../render/index.ts";

/** A TypeScript expression as a tree, so that it can be laid out as the formatter would. */
export type Code =
  | string
  | { readonly fields: readonly (readonly [name: string, value: Code])[] }
  | { readonly items: readonly Code[] };

const WIDTH = 120;

export const text = (value: string): Code => typescriptString(value);

export const object = (fields: readonly (readonly [string, Code])[]): Code => ({ fields });

export const array = (items: readonly Code[]): Code => ({ items });

/**
 * The expression as the formatter lays it out: on one line where that fits, else a field or an item a line.
 * @param indent spaces before the line that the expression begins on
 * @param taken characters before the expression on its first line, and after it on its last
 */
export const layOut = (code: Code, indent: number, taken: number): string => {
  const flat = flatten(code);
  if (typeof code === "string" || (flat.length + taken <= WIDTH && !mustBreak(code))) return flat;
  const inner = " ".repeat(indent + 2);
  if ("items" in code) {
    const items = code.items.map((item) => `${inner}${layOut(item, indent + 2, indent + 3)},\n`);
    return `[\n${items.join("")}${" ".repeat(indent)}]`;
  }
  const fields = code.fields.map(([name, value]) => {
    const key = `${inner}${propertyName(name)}: `;
    return `${key}${layOut(value, indent + 2, key.length + 1)},\n`;
  });
  return `{\n${fields.join("")}${" ".repeat(indent)}}`;
};

const flatten = (code: Code): string => {
  if (typeof code === "string") return code;
  if ("items" in code) return `[${code.items.map(flatten).join(", ")}]`;
  if (code.fields.length === 0) return "{}";
  return `{ ${code.fields.map(([name, value]) => `${propertyName(name)}: ${flatten(value)}`).join(", ")} }`;
};

/** The formatter never keeps several objects in one line of an array. */
const mustBreak = (code: Code): boolean => {
  if (typeof code === "string") return false;
  if ("fields" in code) return code.fields.some(([, value]) => mustBreak(value));
  const several = code.items.length > 1 && code.items.every((item) => typeof item === "object" && "fields" in item);
  return several || code.items.some(mustBreak);
};

const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/u.test(name) ? name : typescriptString(name));

/** Whether the code calls the function of that name. */
export const isCalled = (name: string, code: string): boolean => new RegExp(`(?<![\\w".])${name}\\(`, "u").test(code);
