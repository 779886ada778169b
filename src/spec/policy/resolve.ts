import type { Type } from "../../model/architecture.ts";
import type { Comparison, Condition, Operand } from "../../model/policy.ts";
import { didYouMean, shown } from "../diagnose.ts";
import { type Expression, PolicyFault, parsePolicy } from "./parse.ts";
import type { Target } from "./target.ts";
import { canBeNull, classOf, fieldOf, quoted } from "./values.ts";

/** @throws PolicyFault where the expression makes no sense for the target */
export function resolvePolicy(expression: string, target: Target): Condition {
  return conditionOf(parsePolicy(expression), target, false);
}

function conditionOf(expression: Expression, target: Target, negated: boolean): Condition {
  switch (expression.kind) {
    case "not":
      return conditionOf(expression.of, target, !negated);
    case "and":
    case "or": {
      const of = [expression.left, expression.right].map((one) => conditionOf(one, target, negated));
      const kind = (expression.kind === "and") === negated ? "any" : "all";
      return { kind, of: of.flatMap((one) => (one.kind === kind ? one.of : [one])) };
    }
    case "literal":
      if (typeof expression.value === "boolean") return { kind: "constant", value: expression.value !== negated };
      throw new PolicyFault(`${shown(quoted(expression))} is neither true nor false`);
    case "name":
      return flag(expression, target, negated);
    case "call":
      return called(expression, target, negated);
    case "relation":
      return expression.operator === "in" ? within(expression, target, negated) : compared(expression.operator, expression, target, negated);
    case "list":
      throw new PolicyFault("a list is neither true nor false");
  }
}

function flag(expression: Expression, target: Target, negated: boolean): Condition {
  const of = fieldOf(expression, target);
  if (classOf(of) !== "bool") throw new PolicyFault(`${shown(quoted(expression))} is neither true nor false`);
  if (canBeNull(of)) throw new PolicyFault(`${shown(quoted(expression))} may be null: compare it with true or false`);
  return { kind: "compare", operator: "==", left: of, right: { kind: "literal", value: !negated } };
}

type Pair = Extract<Expression, { readonly kind: "relation" }>;

const opposite: Readonly<Record<Comparison, Comparison>> = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

function compared(operator: Comparison, pair: Pair, target: Target, negated: boolean): Condition {
  const none = [pair.left, pair.right].find((one) => one.kind === "literal" && one.value === null);
  const meant = negated ? opposite[operator] : operator;
  if (none !== undefined) {
    if (operator !== "==" && operator !== "!=") throw new PolicyFault("null is neither less nor more than anything");
    return { kind: "isNull", of: operandOf(none === pair.left ? pair.right : pair.left, target), negated: meant === "!=" };
  }
  const [left, right] = [operandOf(pair.left, target), operandOf(pair.right, target)];
  checkFit(left, right, pair);
  if (left.kind === "literal" && right.kind === "literal") throw new PolicyFault("two values that are written out are compared");
  if (operator === "==" || operator === "!=") return { kind: "compare", operator: meant, left, right };
  const nullable = [pair.left, pair.right].find((_, index) => canBeNull(index === 0 ? left : right));
  if (nullable !== undefined) throw new PolicyFault(`${shown(quoted(nullable))} may be null, which is neither less nor more than anything`);
  if (!["number", "date", "time"].includes(classOf(left))) throw new PolicyFault(`${shown(quoted(pair.left))} has no order: numbers and times have one`);
  return { kind: "compare", operator: meant, left, right };
}

/** `x in [a, b]`, `"staff" in user.roles`, `user.id in resource.members` */
function within({ left, right }: Pair, target: Target, negated: boolean): Condition {
  if (right.kind === "name" && right.root === "user" && right.path.join(".") === "roles") {
    if (left.kind !== "literal" || typeof left.value !== "string") throw new PolicyFault("`user.roles` holds names of roles, each in quotes");
    return { kind: "role", role: left.value, negated };
  }
  const of = operandOf(left, target);
  if (right.kind === "list") {
    const values = right.of.map((one) => operandOf(one, target));
    for (const [index, value] of values.entries()) checkFit(of, value, { left, right: right.of[index] ?? left });
    return values.length === 0 ? { kind: "constant", value: negated } : { kind: "oneOf", of, values, negated };
  }
  const list = fieldOf(right, target);
  const item = list.type.kind === "list" ? list.type.of : list.type.kind === "set" ? itemOfSet : null;
  if (item === null) throw new PolicyFault(`${shown(quoted(right))} is no list`);
  checkFit(of, { kind: "field", name: "", type: item, optional: false }, { left, right });
  return { kind: "holds", list, value: of, negated };
}

const itemOfSet: Type = { kind: "scalar", name: "uuid" };

const functions: readonly string[] = ["size", "has", "startsWith", "endsWith", "contains"];

function called({ name, of }: Extract<Expression, { readonly kind: "call" }>, target: Target, negated: boolean): Condition {
  const [first, second] = of;
  if (name === "has" && first !== undefined && of.length === 1) return { kind: "isNull", of: fieldOf(first, target), negated: !negated };
  const test = (["startsWith", "endsWith", "contains"] as const).find((one) => one === name);
  if (test === undefined || first === undefined || second === undefined || of.length > 2) {
    throw new PolicyFault(`${shown(`${name}()`)} is not understood here. ${didYouMean(name, functions)}`);
  }
  const [text, value] = [operandOf(first, target), operandOf(second, target)];
  for (const [operand, written] of [[text, first], [value, second]] as const) {
    if (classOf(operand) !== "text") throw new PolicyFault(`${shown(quoted(written))} is no text`);
    if (canBeNull(operand)) throw new PolicyFault(`${shown(quoted(written))} may be null, where there is no text to look at`);
  }
  return { kind: "text", test, of: text, value, negated };
}

/** Functions that give a value. */
const makers: readonly string[] = ["size", "timestamp"];

function operandOf(expression: Expression, target: Target): Operand {
  switch (expression.kind) {
    case "literal":
      if (expression.value !== null) return { kind: "literal", value: expression.value };
      throw new PolicyFault("null can only be compared by == and !=");
    case "name":
      return nameOf(expression, target);
    case "call":
      return madeOf(expression, target);
    default:
      throw new PolicyFault("a comparison within a comparison is not understood");
  }
}

function nameOf(expression: Extract<Expression, { readonly kind: "name" }>, target: Target): Operand {
  const { root, path } = expression;
  if (root === "now" && path.length === 0) return { kind: "now" };
  if (root !== "user") return fieldOf(expression, target);
  const [name] = path;
  if (path.length === 1 && name === "id") return { kind: "user", name };
  throw new PolicyFault(
    name === "roles" ? "`user.roles` is a list: write \"role\" in user.roles" : `${shown(quoted(expression))} is nothing that is known of a user: id and roles are`,
  );
}

function madeOf(expression: Extract<Expression, { readonly kind: "call" }>, target: Target): Operand {
  const [first] = expression.of;
  if (expression.name === "size" && first !== undefined && expression.of.length === 1) {
    const of = fieldOf(first, target);
    if (canBeNull(of)) throw new PolicyFault(`${shown(quoted(first))} may be null, which has no size`);
    if (!["text", "list"].includes(classOf(of))) throw new PolicyFault(`${shown(quoted(first))} has no size: texts and lists have one`);
    return { kind: "size", of };
  }
  if (expression.name === "timestamp" && first?.kind === "literal" && typeof first.value === "string" && !Number.isNaN(Date.parse(first.value))) {
    return { kind: "literal", value: new Date(first.value).toISOString() };
  }
  throw new PolicyFault(`${shown(`${expression.name}()`)} is not understood here. ${didYouMean(expression.name, makers)}`);
}

/** Two values that can be compared: of one class, and a value of an enum where there is one. */
function checkFit(left: Operand, right: Operand, { left: first, right: second }: Pick<Pair, "left" | "right">): void {
  const [one, other] = [classOf(left, right), classOf(right, left)];
  const [shownOne, shownOther] = [shown(quoted(first)), shown(quoted(second))];
  if (one === "none" || other === "none") {
    throw new PolicyFault(`${one === "none" ? shownOne : shownOther} is of a type that a policy cannot compare`);
  }
  if (one !== other) throw new PolicyFault(`${shownOne} and ${shownOther} are not of one type`);
  for (const [field, value] of [[left, right], [right, left]] as const) {
    if (field.kind !== "field" || field.type.kind !== "enum" || value.kind !== "literal") continue;
    if (!field.type.values.includes(String(value.value))) {
      throw new PolicyFault(`${shown(field.name)} is never ${shown(String(value.value))}. ${didYouMean(String(value.value), field.type.values)}`);
    }
  }
}
