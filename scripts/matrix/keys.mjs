// Which keys of the language the matrix writes, and which it does not: a new key is one that it must write, or that is said here not to matter.
import { readFileSync } from "node:fs";
import { base, factors } from "./factors.mjs";
import { stateless } from "./stateless.mjs";

export const schema = JSON.parse(readFileSync(new URL("../../schemas/architecture.schema.json", import.meta.url), "utf8"));

/** A part of the schema and all that says something of the same value. */
export function formsOf(part) {
  if (part === undefined || typeof part === "boolean") return [];
  const { $ref, if: condition, then: positive, else: negative, allOf = [], anyOf = [], oneOf = [] } = part;
  const named = $ref === undefined ? [] : formsOf(schema.definitions[$ref.replace("#/definitions/", "")]);
  return [part, ...named, ...[positive, negative, ...allOf, ...anyOf, ...oneOf].flatMap(formsOf), ...(condition?.properties ? [] : formsOf(condition))];
}

/** What may stand under a key, or in a list. */
export const below = (forms, key) =>
  forms.flatMap(({ properties, additionalProperties, items }) => {
    if (key === null) return formsOf(items);
    return properties !== undefined && key in properties ? formsOf(properties[key]) : formsOf(additionalProperties);
  });

/** The keys that the forms of one value name, each by its place in the schema: a field is the same wherever it stands. */
const named = (forms) => forms.flatMap((form) => Object.keys(form.properties ?? {}).map((name) => ({ name, place: form.properties[name], form })));

/** Every key of the language: its place in the schema → the first path that leads there, in which `*` stands for a name or an index. */
export function keysOfLanguage() {
  const keys = new Map();
  const walked = new Set();
  const walk = (forms, path) => {
    const fresh = forms.filter((one) => !walked.has(one));
    for (const one of fresh) walked.add(one);
    for (const { name, place } of named(fresh)) if (!keys.has(place)) keys.set(place, [...path, name].join("."));
    for (const name of new Set(named(fresh).map((one) => one.name))) walk(below(fresh, name), [...path, name]);
    const free = fresh.flatMap(({ additionalProperties, items }) => [...formsOf(additionalProperties), ...formsOf(items)]);
    if (free.length > 0) walk(free, [...path, "*"]);
  };
  walk(formsOf(schema), []);
  return keys;
}

/** The places of those that a spec writes. */
function written(data, forms, places) {
  if (typeof data !== "object" || data === null) return;
  for (const [name, value] of Object.entries(data)) {
    for (const one of named(forms)) if (!Array.isArray(data) && one.name === name) places.add(one.place);
    written(value, below(forms, Array.isArray(data) ? null : name), places);
  }
}

/** The plain specs, and each level of each factor on the plainest spec that it goes with. */
function specs() {
  const all = [base(), ...Object.keys(factors.topology).map(stateless)];
  for (const level of Object.values(factors).flatMap((levels) => Object.values(levels))) {
    const spec = base();
    factors.auth[level.when === undefined ? "none" : "jwt"](spec);
    (level.change ?? level)(spec);
    all.push(spec);
  }
  return all;
}

/** Keys that change nothing of what is generated for a first time, and why. */
export const unswitched = {
  was: "it means something on the second day alone: `npm run ten:changes` and `npm run verify:migrations`",
  paths: "where code lies that is not generated: the tests of `check`",
  entry: "where code lies that is not generated: the tests of `check`",
  baseline: "it names a file that must be there: the tests of `check`",
};

/** The paths of the keys that no factor writes, sorted, but those of `unswitched`. */
export function forgottenKeys() {
  const places = new Set();
  for (const spec of specs()) written(spec, formsOf(schema), places);
  return [...keysOfLanguage()]
    .filter(([place]) => !places.has(place))
    .map(([, path]) => path)
    .filter((path) => !(path.split(".").at(-1) in unswitched))
    .sort();
}
