// Which keys of the language the matrix writes, and which it does not: a new key is one that it must write, or that is said here not to matter.
import { readFileSync } from "node:fs";
import { base, factors } from "./factors.mjs";
import { stateless } from "./stateless.mjs";

const schema = JSON.parse(readFileSync(new URL("../../schemas/architecture.schema.json", import.meta.url), "utf8"));

/** A part of the schema and all that says something of the same value. */
function formsOf(part) {
  if (part === undefined || typeof part === "boolean") return [];
  const { $ref, if: condition, then: positive, else: negative, allOf = [], anyOf = [], oneOf = [] } = part;
  const named = $ref === undefined ? [] : formsOf(schema.definitions[$ref.replace("#/definitions/", "")]);
  return [part, ...named, ...[positive, negative, ...allOf, ...anyOf, ...oneOf].flatMap(formsOf), ...(condition?.properties ? [] : formsOf(condition))];
}

/** What may stand under a key, or in a list. */
const below = (forms, key) =>
  forms.flatMap(({ properties, additionalProperties, items }) => {
    if (key === null) return formsOf(items);
    return properties !== undefined && key in properties ? formsOf(properties[key]) : formsOf(additionalProperties);
  });

/** Every key of the language, as a path in which `*` stands for a name or an index; what holds itself is followed once. */
export function keysOfLanguage() {
  const keys = new Set();
  const walk = (forms, path, above) => {
    const names = new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)));
    for (const name of names) {
      keys.add([...path, name].join("."));
      follow(below(forms, name), [...path, name], above);
    }
    const free = forms.flatMap(({ additionalProperties, items }) => [...formsOf(additionalProperties), ...formsOf(items)]);
    if (free.length > 0) follow(free, [...path, "*"], above);
  };
  const follow = (forms, path, above) => {
    const fresh = forms.filter((one) => !above.includes(one));
    if (fresh.length > 0) walk(forms, path, [...above, ...fresh]);
  };
  walk(formsOf(schema), [], []);
  return keys;
}

/** Those that a spec writes. */
function written(data, forms, path, keys) {
  if (typeof data !== "object" || data === null) return;
  if (Array.isArray(data)) {
    for (const one of data) written(one, below(forms, null), [...path, "*"], keys);
    return;
  }
  for (const [name, value] of Object.entries(data)) {
    const isKey = forms.some(({ properties = {} }) => name in properties);
    const here = [...path, isKey ? name : "*"];
    if (isKey) keys.add(here.join("."));
    written(value, below(forms, name), here, keys);
  }
}

/** Those that some level of some factor writes, or the plain spec. */
export function keysOfMatrix() {
  const keys = new Set();
  const add = (spec) => written(spec, formsOf(schema), [], keys);
  add(base());
  for (const topology of Object.keys(factors.topology)) add(stateless(topology));
  for (const levels of Object.values(factors)) {
    for (const level of Object.values(levels)) {
      for (const auth of ["none", "jwt"]) {
        const spec = base();
        factors.auth[auth](spec);
        // What goes with users alone finds some in one of the two.
        if (auth === "none" && level.when !== undefined) continue;
        (level.change ?? level)(spec);
        add(spec);
      }
    }
  }
  return keys;
}
