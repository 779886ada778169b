import type { Condition, Operand } from "../../../model/policy.ts";
import { typescriptString } from "../../render/index.ts";
import { arrayOf, arrowBody, callOf, line, type Source } from "../code/layout.ts";
import { askerIn } from "./holds.ts";

/** The function that says the condition as one of a query, as a property. */
export const whereProperty = (condition: Condition): string => {
  const source = sourceOf(condition);
  const words = line(0, "", source, "");
  const asker = askerIn(words);
  return arrowBody(2, `where: (${asker.length === 0 ? "" : `{ ${asker.join(", ")} }`}) =>`, source, ",");
};

const sourceOf = (condition: Condition): Source => {
  switch (condition.kind) {
    case "all":
    case "any":
      return callOf(condition.kind === "all" ? "whereAll" : "whereAny", condition.of.map(sourceOf));
    case "compare":
      return comparison(condition);
    case "isNull":
      return callOf("whereNull", [fieldName(condition.of), String(!condition.negated)]);
    case "role":
      return callOf("whereConstant", [`${condition.negated ? "!" : ""}user.roles.includes(${typescriptString(condition.role)})`]);
    case "oneOf":
      return oneOf(condition);
    case "constant":
      return callOf("whereConstant", [String(condition.value)]);
    default:
      throw new Error(`a query has no ${condition.kind}`);
  }
};

const SIGNS = { "==": "=", "!=": "is distinct from", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;
const TURNED = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

const comparison = ({ operator, left, right }: Extract<Condition, { readonly kind: "compare" }>): Source => {
  if (left.kind === "field" && right.kind === "field") {
    const sign = operator === "==" ? "is not distinct from" : SIGNS[operator];
    return callOf("whereFields", [fieldName(left), typescriptString(sign), fieldName(right)]);
  }
  if (left.kind === "field") return callOf("whereField", [fieldName(left), typescriptString(SIGNS[operator]), valueText(right)]);
  if (right.kind === "field") return comparison({ kind: "compare", operator: TURNED[operator], left: right, right: left });
  const sign = operator === "==" ? "===" : operator === "!=" ? "!==" : operator;
  return callOf("whereConstant", [`${valueText(left)} ${sign} ${valueText(right)}`]);
};

const oneOf = ({ of, values, negated }: Extract<Condition, { readonly kind: "oneOf" }>): Source => {
  const plain = of.kind === "field" && values.every((one) => one.kind !== "field");
  if (plain) return callOf("whereOneOf", [fieldName(of), arrayOf(values.map(valueText)), String(!negated)]);
  const each = values.map((value) => comparison({ kind: "compare", operator: negated ? "!=" : "==", left: of, right: value }));
  return callOf(negated ? "whereAll" : "whereAny", each);
};

const fieldName = (operand: Operand): string => typescriptString(operand.kind === "field" ? operand.name : "");

const valueText = (operand: Operand): string => {
  if (operand.kind === "user") return `user.${operand.name}`;
  if (operand.kind === "literal") return typeof operand.value === "string" ? typescriptString(operand.value) : String(operand.value);
  return "now";
};

/** The fields that a condition compares: a list needs to know their columns. */
export const fieldsIn = (condition: Condition): readonly string[] => {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.flatMap(fieldsIn);
    case "compare":
      return [condition.left, condition.right].flatMap(nameIn);
    case "oneOf":
      return [condition.of, ...condition.values].flatMap(nameIn);
    case "isNull":
      return nameIn(condition.of);
    default:
      return [];
  }
};

const nameIn = (operand: Operand): readonly string[] => (operand.kind === "field" ? [operand.name] : []);
