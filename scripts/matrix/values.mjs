// Which values and types of the language the matrix writes, and which it does not, where the language has few of them.
import { cases, specOf } from "./cases.mjs";
import { below, formsOf, keysOfLanguage, schema } from "./keys.mjs";

/** Values that change nothing of what is generated for a first time, and why. */
export const unswitched = {
  "data.encryption.keys": "`file` and `kms` are refused: src/spec/ungenerated.ts",
  "check.rules.*": "what is said of code that breaks a rule: the tests of `check`",
  "check.rules.*.severity": "what is said of code that breaks a rule: the tests of `check`",
};

const typed = [schema.definitions.field, schema.definitions.typeExpression];
const choices = (forms) => forms.filter((one) => one.enum !== undefined);

/** The values of each choice that some spec writes, and all expressions of types, by whether they are of what is stored. */
function written(specs) {
  const values = new Map();
  const types = { stored: new Set(), carried: new Set() };
  const walk = (data, forms, path) => {
    for (const one of choices(forms)) values.set(one, (values.get(one) ?? new Set()).add(data));
    if (typeof data === "string" && typed.some((one) => forms.includes(one))) types[path.includes("entities") ? "stored" : "carried"].add(data);
    if (typeof data !== "object" || data === null) return;
    for (const [name, value] of Object.entries(data)) walk(value, below(forms, Array.isArray(data) ? null : name), [...path, name]);
  };
  for (const spec of specs) walk(spec, formsOf(schema), []);
  return { values, types };
}

/** Of every key that has a choice, and of the items of its list: the path → the choices, and what it is where it is left out. */
function choicesOfLanguage() {
  return [...keysOfLanguage()].flatMap(([place, path]) => {
    const forms = formsOf(place);
    const whole = choices(forms).map((choice) => ({ path, choice, otherwise: forms.map((one) => one.default) }));
    return [...whole, ...choices(below(forms, null)).map((choice) => ({ path, choice, otherwise: [] }))];
  });
}

let known;
const specs = () => (known ??= cases().map((one) => specOf(one)));

/** `path: value` of each value that no case writes or has by leaving the key out, sorted; but those of `unswitched`. */
export function forgottenValues() {
  const { values } = written(specs());
  const missing = choicesOfLanguage().flatMap(({ path, choice, otherwise }) =>
    choice.enum.filter((value) => !(values.get(choice)?.has(value) || otherwise.includes(value) || path in unswitched)).map((value) => `${path}: ${value}`),
  );
  return [...new Set(missing)].sort();
}

/** The names of types, as far as they are written, in fields that are stored and in what is carried. */
export function writtenTypes() {
  const names = (expressions) => [...new Set([...expressions].flatMap((one) => one.split("=")[0].match(/[A-Za-z]+/gu)))].sort();
  const { stored, carried } = written(specs()).types;
  return { stored: names(stored), carried: names(carried) };
}
