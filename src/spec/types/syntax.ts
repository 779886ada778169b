import type { ScalarName } from "../../model/architecture.ts";
import { nearest, shown } from "../diagnose.ts";

/** A type expression as written, before its names are looked up. */
export type TypeSyntax =
  | { readonly kind: "scalar"; readonly name: ScalarName; readonly min?: number; readonly max?: number }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "list" | "set" | "optional"; readonly of: TypeSyntax }
  | { readonly kind: "name"; readonly service: string | null; readonly name: string };

export interface FieldSyntax {
  readonly type: TypeSyntax;
  readonly optional: boolean;
  /** What stands behind `=`. */
  readonly defaultText: string | null;
}

/** Why a text is no type. */
export interface TypeFault {
  readonly rule: "bad-type" | "bad-bounds";
  readonly message: string;
  readonly help: string;
}

export const scalarNames: readonly ScalarName[] = [
  "uuid",
  "string",
  "text",
  "int",
  "decimal",
  "money",
  "bool",
  "date",
  "timestamp",
  "json",
  "email",
  "url",
  "bytes",
];
const bounded: readonly ScalarName[] = ["string", "text", "int", "decimal", "bytes"];
const wrappers = ["list", "set", "optional"] as const;
const deepest = 8;

/** Types under the names that other languages give them. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ...["boolean", "Boolean"].map((name) => [name, "bool"] as const),
  ...["integer", "long", "bigint", "Int"].map((name) => [name, "int"] as const),
  ...["number", "float", "double", "Number"].map((name) => [name, "decimal"] as const),
  ...["str", "varchar", "char", "String"].map((name) => [name, "string"] as const),
  ...["datetime", "time", "DateTime"].map((name) => [name, "timestamp"] as const),
  ...["object", "map", "any"].map((name) => [name, "json"] as const),
  ...["blob", "binary"].map((name) => [name, "bytes"] as const),
  ["Date", "date"],
  ["uri", "url"],
  ["id", "uuid"],
  ["UUID", "uuid"],
  ["array", "list(…)"],
]);

/** `T` or `T = value`, the outermost `optional` taken off. */
export function parseField(text: string): FieldSyntax | TypeFault {
  const equals = equalsSign(text);
  const written = (equals === -1 ? text : text.slice(0, equals)).trim();
  const defaultText = equals === -1 ? null : text.slice(equals + 1).trim();
  if (defaultText === "")
    return fault(`Nothing stands behind the \`=\` of ${shown(text)}.`, "Write the default, or leave out the `=`.");
  const type = parseType(written, 0);
  if ("rule" in type) return type;
  if (type.kind !== "optional") return { type, optional: false, defaultText };
  return { type: type.of, optional: true, defaultText };
}

/** The first `=` outside brackets, -1 where there is none. */
function equalsSign(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    else if (text[index] === ")") depth -= 1;
    else if (text[index] === "=" && depth === 0) return index;
  }
  return -1;
}

function parseType(text: string, depth: number): TypeSyntax | TypeFault {
  if (depth > deepest) return fault("The type is nested too deep.", "Give the inner part a name under `types`.");
  const match = /^([A-Za-z][A-Za-z0-9.-]*)\s*(?:\((.*)\))?$/s.exec(text);
  if (match === null) return foreignNotation(text);
  const [, name = "", inner] = match;
  if (name === "enum") return parseEnum(inner, text);
  const wrapper = wrappers.find((known) => known === name);
  if (wrapper !== undefined) return parseWrapper(wrapper, inner, depth);
  const scalar = scalarNames.find((known) => known === name);
  if (scalar !== undefined) return inner === undefined ? { kind: "scalar", name: scalar } : parseBounds(scalar, inner);
  const named = parseName(name);
  if (inner === undefined || "rule" in named) return named;
  return fault(
    `${shown(name)} takes nothing in brackets.`,
    `Write ${shown(name)} alone, or ${shown(`list(${name})`)}.`,
  );
}

function parseName(name: string): TypeSyntax | TypeFault {
  if (/^[A-Z][A-Za-z0-9]*$/.test(name) && !otherNames.has(name)) return { kind: "name", service: null, name };
  const foreign = /^([a-z][a-z0-9-]*)\.([A-Z][A-Za-z0-9]*)$/.exec(name);
  if (foreign !== null) return { kind: "name", service: foreign[1] ?? "", name: foreign[2] ?? "" };
  return fault(`${shown(name)} is no type.`, hintFor(name));
}

function parseWrapper(
  kind: (typeof wrappers)[number],
  inner: string | undefined,
  depth: number,
): TypeSyntax | TypeFault {
  if (inner === undefined || inner.trim() === "")
    return fault(`\`${kind}\` says nothing about what it holds.`, `Write \`${kind}(T)\`.`);
  const of = parseType(inner.trim(), depth + 1);
  if ("rule" in of) return of;
  if (of.kind === "optional") return fault("`optional` stands inside another type.", "Write `optional(…)` outermost.");
  if (kind === "set" && of.kind !== "name")
    return fault("`set` holds an entity.", "Write `set(Tag)` for many to many, `list(…)` for values.");
  return { kind, of };
}

function parseEnum(inner: string | undefined, text: string): TypeSyntax | TypeFault {
  const values = (inner ?? "").split("|").map((value) => value.trim());
  if (inner?.includes(",") === true)
    return fault(`${shown(text)} has commas.`, "Part the values by `|`: `enum(a | b | c)`.");
  const bad = values.find((value) => !/^[A-Za-z][A-Za-z0-9_-]*$/.test(value) || value.length > 63);
  if (bad !== undefined)
    return fault(
      `${shown(bad)} is no value of an enum.`,
      "Values are words of letters, digits, `-` and `_`, as in `enum(a | b | c)`.",
    );
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  return twice === undefined
    ? { kind: "enum", values }
    : fault(`The enum has ${shown(twice)} twice.`, "Keep one of the two.");
}

function parseBounds(name: ScalarName, inner: string): TypeSyntax | TypeFault {
  if (!bounded.includes(name))
    return fault(`\`${name}\` takes no bounds.`, `Bounds are for ${bounded.map((one) => `\`${one}\``).join(", ")}.`);
  const match = /^\s*(-?\d+(?:\.\d+)?)?\s*\.\.\s*(-?\d+(?:\.\d+)?)?\s*$/.exec(inner);
  if (match === null || (match[1] === undefined && match[2] === undefined)) {
    return badBounds(
      `${shown(inner)} are no bounds.`,
      `Write \`${name}(1..200)\`, \`${name}(1..)\` or \`${name}(..200)\`.`,
    );
  }
  const [min, max] = [match[1], match[2]].map((side) => (side === undefined ? undefined : Number(side)));
  const whole = name !== "decimal";
  for (const side of [min, max]) {
    if (side !== undefined && whole && !Number.isSafeInteger(side))
      return badBounds(`The bound ${side} of \`${name}\` is no whole number.`, "Write it in digits.");
    if (side !== undefined && side < 0 && name !== "int" && name !== "decimal")
      return badBounds("A length is never negative.", "Begin at 0.");
  }
  if (min !== undefined && max !== undefined && min > max)
    return badBounds(`The lower bound ${min} is above the upper bound ${max}.`, `Write \`${name}(${max}..${min})\`.`);
  return { kind: "scalar", name, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** Types as other languages write them. */
function foreignNotation(text: string): TypeFault {
  const bare = text.replace(/(\?|\[\])$/, "");
  if (text.endsWith("?")) return fault(`${shown(text)} is no type: there is no \`?\`.`, `Write \`optional(${bare})\`.`);
  if (text.endsWith("[]")) return fault(`${shown(text)} is no type: there is no \`[]\`.`, `Write \`list(${bare})\`.`);
  if (text.includes(","))
    return fault(
      `${shown(text)} is no type: there are no commas.`,
      "Part the values of an enum by `|`, bounds by `..`.",
    );
  if (text.includes("<"))
    return fault(
      `${shown(text)} is no type: there are no \`<\` and \`>\`.`,
      "Write `list(T)`, `set(Entity)` or `optional(T)`.",
    );
  if ((text.match(/\(/g) ?? []).length !== (text.match(/\)/g) ?? []).length)
    return fault(
      `The brackets of ${shown(text)} do not match.`,
      "Close every bracket. A comma inside `{ }` ends the value, and types have none: `enum(a | b)`, `string(1..200)`.",
    );
  return fault(
    `${shown(text)} is no type.`,
    "Types are words such as `uuid`, `string(1..200)`, `enum(a | b)`, `list(T)`, `optional(T)`, or an entity's name.",
  );
}

function hintFor(name: string): string {
  const other = otherNames.get(name) ?? nearest(name, [...scalarNames, ...wrappers, "enum"]);
  if (other !== null) return `Did you mean ${shown(other)}?`;
  return `Types are ${scalarNames.map((one) => `\`${one}\``).join(", ")}, \`enum(a | b)\`, \`list(T)\`, \`optional(T)\`, or an entity's name.`;
}

function fault(message: string, help: string): TypeFault {
  return { rule: "bad-type", message, help };
}

function badBounds(message: string, help: string): TypeFault {
  return { rule: "bad-bounds", message, help };
}
