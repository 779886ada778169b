import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { problem, shown } from "../diagnose.ts";
import { maxScalar } from "../read/limits.ts";

/** What is wrong with a scalar whatever it stands for: too long, or not the same to every reader of YAML. */
export function scalarProblem(value: unknown, text: string, plain: boolean, at: Location): Diagnostic | null {
  if (typeof value === "string" && value.length > maxScalar) {
    return problem("text-too-long", at, `The text has ${value.length} characters; ${maxScalar} are allowed.`, {
      help: "Shorten it.",
    });
  }
  if (typeof value === "string" && /\u0000|\p{Cs}/u.test(value)) {
    return problem("encoding", at, "The text holds a NUL or half a character.", { help: "Delete the escape." });
  }
  if (typeof value === "number") return numberProblem(value, text, at);
  return plain && typeof value === "string" ? ambiguity(value, at) : null;
}

function numberProblem(value: number, text: string, at: Location): Diagnostic | null {
  if (!Number.isFinite(value) || Object.is(value, -0)) {
    return problem("number-range", at, `${shown(text)} is no number that a spec can hold.`, {
      help: "Write a finite number in digits.",
    });
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return problem("number-range", at, `${shown(text)} is too large: it cannot be held exactly.`, {
      help: "The largest whole number is 9007199254740991.",
    });
  }
  if (String(value) !== text) {
    return problem("number-form", at, `${shown(text)} would be read as the number ${value}.`, {
      help: `Write \`${value}\` for the number, or "${text}" in quotes for the text.`,
    });
  }
  return null;
}

/** What they are to YAML 1.1. */
const words: ReadonlyMap<string, string> = new Map([
  ["yes", "true"],
  ["on", "true"],
  ["no", "false"],
  ["off", "false"],
]);

/** Words that some readers of YAML take for something other than text. */
function ambiguity(value: string, at: Location): Diagnostic | null {
  const word = words.get(value.length > 3 ? "" : value.toLowerCase());
  const taken =
    word !== undefined
      ? word
      : /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$/.test(value)
        ? "a date"
        : /^[+-]?\d+(:[0-5]?\d)+(\.\d*)?$/.test(value)
          ? "a number to base 60"
          : null;
  if (taken === null) return null;
  return problem("unquoted-value", at, `${shown(value)} is text here, and ${taken} to other readers of YAML.`, {
    help:
      taken === "true" || taken === "false"
        ? `Write "${value}" in quotes for the text, or \`${taken}\`.`
        : `Quote it: "${value}".`,
  });
}
