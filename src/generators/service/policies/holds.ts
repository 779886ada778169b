import type { Condition, Operand } from "../../../model/policy.ts";
import { typescriptString } from "../../render/index.ts";

const WIDTH = 120;

/** A condition in TypeScript: one comparison, or several with what stands between them. */
type Text = string | { readonly sign: "&&" | "||"; readonly of: readonly Text[] };

/**
 * The arrow function that says of a subject whether the condition holds, as a property.
 * @param subject what it calls the row or the input
 */
export const holdsProperty = (condition: Condition, subject: "row" | "input"): string => {
  const text = textOf(condition, subject);
  const words = flat(text);
  const taken = new RegExp(`\\b${subject}\\b`, "u").test(words) ? subject : `_${subject}`;
  const asker = askerIn(words);
  const start = `  holds: (${taken}${asker.length === 0 ? "" : `, { ${asker.join(", ")} }`}) =>`;
  if (start.length + words.length + 2 <= WIDTH) return `${start} ${words},`;
  return `${start}\n    ${laidOut(text, 4, 1)},`;
};

/** The names of the asker's values that a text uses. */
export const askerIn = (text: string): readonly string[] => {
  const code = text.replace(/"(?:[^"\\]|\\.)*"/gu, '""');
  return ["user", "now"].filter((name) => new RegExp(`(?<![.\\w])${name}\\b`, "u").test(code));
};

const flat = (text: Text): string =>
  typeof text === "string" ? text : text.of.map((one) => (typeof one === "string" ? one : `(${flat(one)})`)).join(` ${text.sign} `);

/** As the formatter breaks it: a part a line, and parts within brackets likewise where they do not fit. */
const laidOut = (text: Text, indent: number, after: number): string => {
  const whole = flat(text);
  if (typeof text === "string" || indent + whole.length + after <= WIDTH) return whole;
  const pad = `\n${" ".repeat(indent)}`;
  return text.of
    .map((one) => (typeof one === "string" ? one : `(${laidOut(one, indent + 2, 2 + text.sign.length)})`))
    .join(` ${text.sign}${pad}`);
};

const textOf = (condition: Condition, subject: string): Text => {
  switch (condition.kind) {
    case "constant":
      return String(condition.value);
    case "all":
    case "any":
      return { sign: condition.kind === "all" ? "&&" : "||", of: condition.of.map((one) => textOf(one, subject)) };
    case "compare":
      return comparison(condition, subject);
    case "isNull":
      return `${operandText(condition.of, subject)} ${condition.negated ? "!==" : "==="} null`;
    case "role":
      return `${condition.negated ? "!" : ""}user.roles.includes(${typescriptString(condition.role)})`;
    case "oneOf":
      return oneOfText(condition, subject);
    case "holds":
      return `${condition.negated ? "!" : ""}${listText(condition.list, subject)}.includes(${operandText(condition.value, subject)})`;
    case "text":
      return `${condition.negated ? "!" : ""}${operandText(condition.of, subject)}.${METHODS[condition.test]}(${operandText(condition.value, subject)})`;
  }
};

const METHODS = { startsWith: "startsWith", endsWith: "endsWith", contains: "includes" } as const;

const comparison = ({ operator, left, right }: Extract<Condition, { readonly kind: "compare" }>, subject: string): string => {
  const text = operandText(left, subject);
  const isSure = left.kind === "field" && !left.optional && right.kind === "literal" && typeof right.value === "boolean";
  if (isSure && (operator === "==" || operator === "!=")) return (operator === "==") === right.value ? text : `!${text}`;
  const sign = operator === "==" ? "===" : operator === "!=" ? "!==" : operator;
  return `${text} ${sign} ${operandText(right, subject)}`;
};

const oneOfText = ({ of, values, negated }: Extract<Condition, { readonly kind: "oneOf" }>, subject: string): Text => {
  const each = values.map((value) => comparison({ kind: "compare", operator: negated ? "!=" : "==", left: of, right: value }, subject));
  return each.length === 1 ? (each[0] ?? "false") : { sign: negated ? "&&" : "||", of: each };
};

const listText = (operand: Operand, subject: string): string => {
  const text = operandText(operand, subject);
  return operand.kind === "field" && operand.optional && subject === "row" ? `(${text} ?? [])` : text;
};

/** In an input what is left out is null; a row has every field. */
const operandText = (operand: Operand, subject: string): string => {
  switch (operand.kind) {
    case "field":
      return operand.optional && subject === "input" ? `(input.${operand.name} ?? null)` : `${subject}.${operand.name}`;
    case "size":
      return isList(operand.of) ? `${subject}.${operand.of.name}.length` : `[...${subject}.${operand.of.name}].length`;
    case "user":
      return `user.${operand.name}`;
    case "now":
      return "now";
    case "literal":
      return typeof operand.value === "string" ? typescriptString(operand.value) : String(operand.value);
  }
};

const isList = ({ type }: Extract<Operand, { readonly kind: "field" }>): boolean => ["list", "children", "set"].includes(type.kind);
