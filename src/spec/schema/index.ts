import type { ErrorObject } from "ajv";
import schema from "../../../schemas/architecture.schema.json" with { type: "json" };
import type { Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { didYouMean, nearest, problem, shown } from "../diagnose.ts";
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
  const errors = folded(validate.errors ?? []);
  const renamed = renamedKeys(errors);
  const told = new Set(renamed.values());
  for (const error of errors) {
    if (told.has(error)) {
      pointers.add(error.instancePath);
      continue;
    }
    const [pointer, diagnostic] = diagnose(error, renamed.get(error), tree);
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

/**
 * A key that nobody knows beside one that is missing is mostly one mistake: each unknown key by its error, with the error of
 * the key that was meant. They are paired where the names are near, or where there is one of each and no other key is near.
 */
function renamedKeys(errors: readonly ErrorObject[]): ReadonlyMap<ErrorObject, ErrorObject> {
  const pairs = new Map<ErrorObject, ErrorObject>();
  const missing = byPlace(errors.filter((error) => error.keyword === "required"));
  for (const [place, unknown] of byPlace(errors.filter((error) => error.keyword === "additionalProperties"))) {
    const lacking = new Map(
      (missing.get(place) ?? []).map((error) => [String(error.params["missingProperty"]), error]),
    );
    for (const error of unknown) {
      const near = nearest(String(error.params["additionalProperty"]), knownKeys(schemaOf(error)));
      const alone = near === null && place !== "" && unknown.length === 1 && lacking.size === 1;
      const [meant] = alone ? lacking.keys() : [near];
      const lack = lacking.get(meant ?? "");
      if (lack === undefined || meant == null) continue;
      pairs.set(error, lack);
      lacking.delete(meant);
    }
  }
  return pairs;
}

function byPlace(errors: readonly ErrorObject[]): ReadonlyMap<string, readonly ErrorObject[]> {
  const places = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const here = places.get(error.instancePath);
    if (here === undefined) places.set(error.instancePath, [error]);
    else here.push(error);
  }
  return places;
}

function diagnose(
  error: ErrorObject,
  meant: ErrorObject | undefined,
  tree: Tree,
): readonly [pointer: string, Diagnostic] {
  const rule = schemaOf(error);
  if (error.keyword === "additionalProperties") {
    const key = String(error.params["additionalProperty"]);
    const pointer = child(error.instancePath, key);
    return [
      pointer,
      meant === undefined
        ? unknownKey(key, knownKeys(rule), tree, pointer)
        : renamedKey(key, String(meant.params["missingProperty"]), tree, pointer),
    ];
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

function renamedKey(key: string, meant: string, tree: Tree, pointer: string): Diagnostic {
  const where = placeName(pointer.slice(0, pointer.lastIndexOf("/")));
  return problem(
    "unknown-key",
    placeOf(tree, pointer),
    `${shown(key)} is no key of ${where}, where ${shown(meant)} is missing.`,
    { help: `Did you mean ${shown(meant)}?` },
  );
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
