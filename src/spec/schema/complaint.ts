import type { ErrorObject } from "ajv";
import type { Json } from "../../model/architecture.ts";
import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { problem, shown } from "../diagnose.ts";
import { get, isList, isMap, keysIn, textOf, textsOf, type Tree } from "../tree.ts";
import { rewritten, wordMeant } from "./remedy.ts";

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  object: "a map",
  array: "a list",
  boolean: "`true` or `false`",
  integer: "a whole number",
  number: "a number",
};

/** A value of the wrong kind or form: what was expected, and what stands there. */
export function complaint(
  error: ErrorObject,
  rule: Json | undefined,
  value: Json | undefined,
  tree: Tree,
  at: Location,
): Diagnostic {
  const key =
    keysIn(error.instancePath)
      .filter((step) => !/^\d+$/.test(step))
      .at(-1) ?? "the spec";
  const written = tree.written.get(error.instancePath)?.text;
  const expected = textOf(get(rule, "title"));
  if (key === "keybeam") return versionProblem(value, written, at);
  switch (error.keyword) {
    case "type":
      return typeProblem(key, expected ?? typesOf(error), rule, value, written, at);
    case "enum": {
      const allowed = textsOf(error.params["allowedValues"]);
      const subject = /\/\d+$/.test(error.instancePath) ? `An entry of ${shown(key)}` : shown(key);
      return problem(
        "wrong-value",
        at,
        `${subject} is one of ${allowed.map(shown).join(", ")}, not ${kindOf(value, written)}.`,
        { help: typeof value === "string" ? wordMeant(value, allowed) : "" },
      );
    }
    case "pattern":
      return problem(
        "wrong-value",
        at,
        `${shown(key)} must be ${expected ?? "written otherwise"}, not ${secretive(error) ? "this" : kindOf(value, written)}.`,
        { help: (typeof value === "string" && !secretive(error) ? rewritten(value, rule) : "") || exampleOf(rule) },
      );
    default:
      return boundProblem(error, key, value, written, at);
  }
}

function typeProblem(
  key: string,
  expected: string,
  rule: Json | undefined,
  value: Json | undefined,
  written: string | undefined,
  at: Location,
): Diagnostic {
  const text = written ?? "";
  const said = (help: string): Diagnostic =>
    problem("wrong-type", at, `${shown(key)} must be ${expected}, not ${kindOf(value, written)}.`, { help });
  const scalar = typeof value === "number" || typeof value === "boolean";
  const wantsText = expected.startsWith("a text") || !/(true|number|list|map)/.test(expected);
  let help = typeof value === "string" || scalar ? rewritten(text, rule) : "";
  if (help !== "") return said(help);
  if (scalar && wantsText)
    help = fitsQuoted(text, rule) ? `Write "${text}" in quotes where the text is meant.` : exampleOf(rule);
  else if (value === null) help = "The key has nothing behind it: give it a value, or delete it.";
  else if (typeof value === "string" && expected === typeNames["boolean"]) help = "Write `true` or `false`.";
  return said(help);
}

function fitsQuoted(text: string, rule: Json | undefined): boolean {
  const pattern = textOf(get(rule, "pattern"));
  return pattern === undefined || new RegExp(pattern, "u").test(text);
}

function boundProblem(
  error: ErrorObject,
  key: string,
  value: Json | undefined,
  written: string | undefined,
  at: Location,
): Diagnostic {
  const limit = String(error.params["limit"]);
  const size = isList(value)
    ? value.length
    : isMap(value)
      ? Object.keys(value).length
      : typeof value === "string"
        ? value.length
        : 0;
  const sayings: Readonly<Record<string, string>> = {
    minimum: `${shown(key)} must be ${limit} or more, not ${written ?? ""}.`,
    maximum: `${shown(key)} must be ${limit} or less, not ${written ?? ""}.`,
    minLength: `${shown(key)} may not be empty.`,
    maxLength: `${shown(key)} has ${size} characters; ${limit} are allowed.`,
    minItems: `${shown(key)} needs at least ${limit} entry.`,
    minProperties: `${shown(key)} needs at least ${limit} key.`,
    maxProperties: `${shown(key)} has ${size} keys; ${limit} is allowed.`,
    uniqueItems: `${shown(key)} names something twice.`,
  };
  const rule = error.keyword === "maxLength" ? "text-too-long" : "wrong-value";
  return problem(rule, at, sayings[error.keyword] ?? `${shown(key)} does not fit: ${error.message ?? error.keyword}.`);
}

function versionProblem(value: Json | undefined, written: string | undefined, at: Location): Diagnostic {
  const newer = typeof value === "number" && value > 1;
  return problem(
    "spec-version",
    at,
    `\`keybeam\` is the version of the language, the number 1, not ${kindOf(value, written)}.`,
    {
      help: newer ? "A newer keybeam may know it: upgrade, or write `keybeam: 1`." : "Write `keybeam: 1`.",
    },
  );
}

function typesOf(error: ErrorObject): string {
  const types: unknown = error.params["type"];
  const names = Array.isArray(types) ? types.map(String) : String(types).split(",");
  return names.map((name) => typeNames[name] ?? name).join(" or ");
}

function kindOf(value: Json | undefined, written: string | undefined): string {
  if (isList(value)) return "a list";
  if (isMap(value)) return "a map";
  if (value === null || value === undefined) return "nothing";
  const text = shown(written ?? String(value));
  if (typeof value === "number") return `the number ${text}`;
  if (typeof value === "string" && /^[\d.]+$/.test(value)) return `the text ${text}`;
  return text;
}

function exampleOf(rule: Json | undefined): string {
  const examples = textsOf(get(rule, "examples"));
  return examples.length === 0 ? "" : `Examples: ${examples.map(shown).join(", ")}.`;
}

/** Whether the value may be a secret that somebody wrote in place of its name. */
function secretive(error: ErrorObject): boolean {
  return error.schemaPath.includes("secretName");
}
