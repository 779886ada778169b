import type { ErrorObject } from "ajv";
import schema from "../../../schemas/architecture.schema.json" with { type: "json" };
import type { Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { didYouMean, problem, shown } from "../diagnose.ts";
import { child, get, isList, isMap, keysIn, placeOf, type Tree } from "../tree.ts";
import { complaint } from "./complaint.ts";
import { validate } from "./validator.generated.js";

/** What does not fit the language, and the nodes to leave out so that the rest can still be read. */
export interface Misfits {
  readonly diagnostics: readonly Diagnostic[];
  readonly pointers: ReadonlySet<string>;
}

/** The language as data, for editors and `keybeam schema`. */
export const languageSchema: unknown = schema;

export function checkShape(tree: Tree): Misfits {
  validate(tree.data);
  const diagnostics = new Map<string, Diagnostic>();
  const pointers = new Set<string>();
  for (const error of folded(validate.errors ?? [])) {
    const [pointer, diagnostic] = diagnose(error, tree);
    const key = `${pointer} ${diagnostic.rule === "missing-key" ? diagnostic.message : ""}`;
    if (!diagnostics.has(key)) diagnostics.set(key, diagnostic);
    if (pointer !== "") pointers.add(pointer);
  }
  return { diagnostics: [...diagnostics.values()], pointers };
}

/**
 * Without the echoes: an `if` that failed says only what its branch has said, names have a check of their own, and a
 * value of the wrong type has no further faults.
 */
function folded(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const wrongType = new Set(errors.filter((error) => error.keyword === "type").map((error) => error.instancePath));
  return errors.filter(
    (error) =>
      error.keyword !== "if" &&
      error.keyword !== "propertyNames" &&
      error.propertyName === undefined &&
      (error.keyword === "type" || !wrongType.has(error.instancePath)),
  );
}

function diagnose(error: ErrorObject, tree: Tree): readonly [pointer: string, Diagnostic] {
  const rule = schemaOf(error);
  if (error.keyword === "additionalProperties") {
    const key = String(error.params["additionalProperty"]);
    const pointer = child(error.instancePath, key);
    return [pointer, unknownKey(key, knownKeys(rule), tree, pointer)];
  }
  const at = placeOf(tree, error.instancePath);
  if (error.keyword === "required") {
    const key = String(error.params["missingProperty"]);
    const where = placeName(error.instancePath);
    const meaning = get(rule, "properties", key, "description");
    const help = typeof meaning === "string" ? meaning : `Add \`${key}: …\`.`;
    return [
      error.instancePath,
      problem("missing-key", at, `The key \`${key}\` is missing in ${where}.`, {
        help: key === "keybeam" ? "Begin the file with `keybeam: 1`." : help,
      }),
    ];
  }
  const value = valueAt(tree.data, error.instancePath);
  return [error.instancePath, complaint(error, rule, value, tree, at)];
}

function unknownKey(key: string, known: readonly string[], tree: Tree, pointer: string): Diagnostic {
  const where = placeName(pointer.slice(0, pointer.lastIndexOf("/")));
  return problem("unknown-key", placeOf(tree, pointer), `${shown(key)} is no key of ${where}.`, {
    help: didYouMean(key, known),
  });
}

function placeName(pointer: string): string {
  return pointer === "" ? "the spec" : shown(keysIn(pointer).join("."));
}

/** The part of the schema that a fault is about. */
function schemaOf(error: ErrorObject): Json | undefined {
  const part: unknown = error.parentSchema;
  if (typeof part !== "object" || part === null) return undefined;
  const known = parts.get(part) ?? JSON.parse(JSON.stringify(part));
  parts.set(part, known);
  return known;
}

const parts = new WeakMap<object, Json>();

function knownKeys(rule: Json | undefined): readonly string[] {
  const properties = get(rule, "properties");
  return isMap(properties) ? Object.keys(properties) : [];
}

export function valueAt(data: Json, pointer: string): Json | undefined {
  let here: Json | undefined = data;
  for (const key of keysIn(pointer)) here = isList(here) ? here[Number(key)] : get(here, key);
  return here;
}
