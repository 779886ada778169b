import type { Type } from "../../model/architecture.ts";
import type { Operand } from "../../model/policy.ts";
import { didYouMean, shown } from "../diagnose.ts";
import { type Expression, PolicyFault } from "./parse.ts";
import type { Target } from "./target.ts";

type FieldOperand = Extract<Operand, { readonly kind: "field" }>;

const builtIn: readonly FieldOperand[] = [
  { kind: "field", name: "id", type: { kind: "scalar", name: "uuid" }, optional: false },
  { kind: "field", name: "createdAt", type: { kind: "scalar", name: "timestamp" }, optional: false },
  { kind: "field", name: "updatedAt", type: { kind: "scalar", name: "timestamp" }, optional: false },
  { kind: "field", name: "version", type: { kind: "scalar", name: "int" }, optional: false },
];

/** The field that `resource.x` or `input.x` names. @throws PolicyFault where there is none */
export function fieldOf(expression: Expression, target: Target): FieldOperand {
  if (expression.kind !== "name") throw new PolicyFault(`${shown(quoted(expression))} is no field`);
  const { root, path } = expression;
  const own = target.kind === "rows" ? "resource" : "input";
  const about = target.kind === "rows" ? `rows of ${shown(target.entity.name)}` : shown(target.operation.name);
  if (root !== own) throw new PolicyFault(`a policy on ${about} looks at ${shown(own)}, not at ${shown(root)}`);
  const [name, ...deeper] = path;
  if (name === undefined || deeper.length > 0) throw new PolicyFault(`${shown(quoted(expression))} is no field`);
  const fields = target.kind === "rows" ? [...builtIn, ...target.entity.fields] : target.operation.input;
  const field = fields.find((one) => one.name === name);
  if (field === undefined) throw new PolicyFault(`there is no field ${shown(name)} in ${about}. ${didYouMean(name, fields.map((one) => one.name))}`);
  if ("encrypt" in field && field.encrypt) throw new PolicyFault(`${shown(name)} is stored encrypted`);
  return { kind: "field", name, type: field.type, optional: field.optional };
}

type Class = "text" | "id" | "number" | "bool" | "date" | "time" | "list" | "none";

const scalars: ReadonlyMap<string, Class> = new Map([
  ["uuid", "id"], ["string", "text"], ["text", "text"], ["email", "text"], ["url", "text"],
  ["int", "number"], ["bool", "bool"], ["date", "date"], ["timestamp", "time"],
]);

function classOfType(type: Type): Class {
  if (type.kind === "scalar") return scalars.get(type.name) ?? "none";
  if (type.kind === "enum") return "text";
  if (type.kind === "entity" || type.kind === "foreign") return "id";
  return type.kind === "type" ? "none" : "list";
}

/** What sort of value it is; a text written out is what it is compared with. */
export function classOf(operand: Operand, with_?: Operand): Class {
  switch (operand.kind) {
    case "field":
      return classOfType(operand.type);
    case "user":
      return "id";
    case "now":
      return "time";
    case "size":
      return "number";
    case "literal":
      return ofLiteral(operand.value, with_);
  }
}

function ofLiteral(value: string | number | boolean, with_: Operand | undefined): Class {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  const other = with_ === undefined || with_.kind === "literal" ? "text" : classOf(with_);
  if (other === "date") return /^\d{4}-\d\d-\d\d$/u.test(value) ? "date" : "text";
  if (other === "time") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(value) ? "time" : "text";
  return other === "id" ? "id" : "text";
}

export const canBeNull = (operand: Operand): boolean => operand.kind === "field" && operand.optional;

/** An expression as a reader would find it in the spec. */
export function quoted(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "name":
      return [expression.root, ...expression.path].join(".");
    case "call":
      return `${expression.name}()`;
    case "list":
      return "[…]";
    default:
      return "(…)";
  }
}
