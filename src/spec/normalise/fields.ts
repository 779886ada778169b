import type { Field, Json, Sensitivity, Type } from "../../model/architecture.ts";
import { shown } from "../diagnose.ts";
import { get, isMap, textOf, textsOf } from "../tree.ts";
import { defaultFromText, fits } from "../types/defaults.ts";
import { resolveType, type Scope } from "../types/resolve.ts";
import { parseField } from "../types/syntax.ts";
import { complain, type Context, entries, oneOf, type Spot, someOf, step } from "./context.ts";

const sensitivities: readonly Sensitivity[] = ["public", "internal", "personal", "regulated"];
/** Stands in for a type with a fault, so that the rest of the spec is still looked at. */
const anything: Type = { kind: "scalar", name: "json" };

export function fieldsOf(spot: Spot, scope: Scope, context: Context): readonly Field[] {
  return entries(spot).map(([name, field]) => fieldOf(name, field, scope, context));
}

function fieldOf(name: string, spot: Spot, scope: Scope, context: Context): Field {
  const long = isMap(spot.node);
  const text = textOf(long ? get(spot.node, "type") : spot.node) ?? "";
  const typed = typeOf(text, spot, scope, context);
  const written = get(spot.node, "default");
  const value =
    typed.default ?? (written === undefined ? undefined : checkedDefault(fits(written, typed.type), spot, context));
  return {
    name,
    was: textOf(get(spot.node, "was")) ?? null,
    description: textOf(get(spot.node, "description")) ?? "",
    type: typed.type,
    optional: typed.optional,
    ...(value === undefined ? {} : { default: value }),
    unique: get(spot.node, "unique") === true,
    sensitivity: someOf(get(spot.node, "sensitivity"), sensitivities)[0] ?? null,
    encrypt: get(spot.node, "encrypt") === true,
    set: oneOf(get(spot.node, "set"), ["always", "once", "never"]),
    visibleTo: get(spot.node, "visibleTo") === undefined ? null : withHeirs(textsOf(get(spot.node, "visibleTo")), context.extended),
  };
}

/** Who extends a role sees what it sees. */
function withHeirs(names: readonly string[], extended: Context["extended"]): readonly string[] {
  const sees = (role: string, seen: readonly string[]): boolean =>
    names.includes(role) || (extended.get(role) ?? []).some((parent) => !seen.includes(parent) && sees(parent, [...seen, role]));
  return [...extended.keys()].filter((role) => sees(role, []));
}

interface Typed {
  readonly type: Type;
  readonly optional: boolean;
  readonly default?: Json;
}

function typeOf(text: string, spot: Spot, scope: Scope, context: Context): Typed {
  const syntax = parseField(text);
  if ("rule" in syntax) {
    context.untyped.add(spot.pointer);
    complain(context, spot, syntax);
    return { type: anything, optional: false };
  }
  const type = resolveType(syntax.type, scope, context.names);
  if ("rule" in type) {
    context.untyped.add(spot.pointer);
    complain(context, spot, type);
    return { type: anything, optional: syntax.optional };
  }
  if (syntax.defaultText === null) return { type, optional: syntax.optional };
  const value = checkedDefault(defaultFromText(syntax.defaultText, type), spot, context);
  return { type, optional: syntax.optional, ...(value === undefined ? {} : { default: value }) };
}

function checkedDefault(result: ReturnType<typeof fits>, spot: Spot, context: Context): Json | undefined {
  if ("value" in result) return result.value;
  const name = spot.pointer.slice(spot.pointer.lastIndexOf("/") + 1);
  complain(context, get(spot.node, "default") === undefined ? spot : step(spot, "default"), {
    rule: "bad-default",
    message: `The default of ${shown(name)} does not fit its type: ${result.expected} is expected.`,
    help: "Change the default or the type.",
  });
  return undefined;
}
