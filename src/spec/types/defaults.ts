import type { Json, ScalarName, Type } from "../../model/architecture.ts";
import { shown } from "../diagnose.ts";
import { isList, isMap } from "../tree.ts";

/** A default as JSON of the field's type, or what would have fitted. */
export type Default = { readonly value: Json } | { readonly expected: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const moneyText = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/;
const decimalText = /^-?\d{1,30}(\.\d{1,20})?$/;
const timestampText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** The default behind the `=` of a type expression. Quotes around a text are optional there. */
export function defaultFromText(text: string, type: Type): Default {
  const bare = /^"(.*)"$|^'(.*)'$/s.exec(text);
  const inner = bare === null ? text : (bare[1] ?? bare[2] ?? "");
  if (type.kind === "list" || (type.kind === "scalar" && type.name === "json")) return fits(jsonOf(text), type);
  if (type.kind === "scalar" && type.name === "int" && bare === null)
    return fits(/^-?\d+$/.test(text) ? Number(text) : text, type);
  if (type.kind === "scalar" && type.name === "bool" && bare === null)
    return fits(text === "true" ? true : text === "false" ? false : text, type);
  return fits(inner, type);
}

/** Whether a value is one that the field may have. */
export function fits(value: Json | undefined, type: Type): Default {
  switch (type.kind) {
    case "enum":
      return typeof value === "string" && type.values.includes(value)
        ? { value }
        : { expected: `one of ${type.values.map(shown).join(", ")}` };
    case "list":
      return fitsList(value, type);
    case "scalar":
      return fitsScalar(value, type);
    default:
      return { expected: "nothing: a reference has no default" };
  }
}

function fitsList(value: Json | undefined, type: Extract<Type, { kind: "list" }>): Default {
  if (!isList(value)) return { expected: "a list such as `[]`" };
  const wrong = value.map((item) => fits(item, type.of)).find((item) => "expected" in item);
  return wrong ?? { value };
}

function fitsScalar(value: Json | undefined, type: Extract<Type, { kind: "scalar" }>): Default {
  const { name } = type;
  if (name === "json") return value === undefined ? { expected: "JSON" } : { value };
  if (name === "bool") return typeof value === "boolean" ? { value } : { expected: "`true` or `false`" };
  if (name === "int")
    return typeof value === "number" && Number.isSafeInteger(value) && within(value, type)
      ? { value }
      : { expected: `a whole number${bounds(type)}` };
  if (name === "decimal") return decimal(value, type);
  if (name === "money") return money(value);
  const ok = typeof value === "string" && textFits[name](value) && (name === "uuid" || within([...value].length, type));
  return ok ? { value } : { expected: `${textNames[name]}${bounds(type)}` };
}

type TextName = Exclude<ScalarName, "json" | "bool" | "int" | "decimal" | "money">;

const textFits: Readonly<Record<TextName, (value: string) => boolean>> = {
  uuid: (value) => uuid.test(value),
  string: () => true,
  text: () => true,
  date: (value) => isDay(value),
  timestamp: (value) => timestampText.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value)),
  email: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  url: (value) => /^https?:\/\/\S+$/.test(value) && URL.canParse(value),
  bytes: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0,
};

const textNames: Readonly<Record<TextName, string>> = {
  uuid: "a UUID",
  string: "a text",
  text: "a text",
  date: "a date such as `2026-06-01`",
  timestamp: "a time such as `2026-06-01T12:00:00Z`",
  email: "an e-mail address",
  url: "an http or https address",
  bytes: "base64",
};

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function decimal(value: Json | undefined, type: Extract<Type, { kind: "scalar" }>): Default {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && decimalText.test(text) && within(Number(text), type)
    ? { value: text }
    : { expected: `a number such as \`12.50\`${bounds(type)}` };
}

function money(value: Json | undefined): Default {
  if (typeof value === "string") {
    const match = moneyText.exec(value);
    if (match !== null) return { value: { amount: match[1] ?? "", currency: match[2] ?? "" } };
  }
  if (isMap(value) && typeof value["amount"] === "string" && typeof value["currency"] === "string") {
    return money(`${value["amount"]} ${value["currency"]}`);
  }
  return { expected: "money such as `12.50 EUR`" };
}

function within(size: number, { min, max }: { readonly min?: number; readonly max?: number }): boolean {
  return (min === undefined || size >= min) && (max === undefined || size <= max);
}

function bounds({ min, max }: { readonly min?: number; readonly max?: number }): string {
  return min === undefined && max === undefined ? "" : ` within ${min ?? ""}..${max ?? ""}`;
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
