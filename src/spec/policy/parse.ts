import { shown } from "../diagnose.ts";
import { type Token, tokensOf } from "./tokens.ts";

export type Relation = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in";

/** A CEL expression as it is written, before its names mean anything. */
export type Expression =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | { readonly kind: "list"; readonly of: readonly Expression[] }
  /** `resource.customer`; the path is empty for `now`. */
  | { readonly kind: "name"; readonly root: string; readonly path: readonly string[] }
  /** `size(x)`; for `x.startsWith(y)` the receiver is the first argument. */
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "relation"; readonly operator: Relation; readonly left: Expression; readonly right: Expression };

/** Why an expression is none, or is beyond what a policy may say. */
export class PolicyFault extends Error {}

const relations: readonly string[] = ["==", "!=", "<", "<=", ">", ">=", "in"] satisfies readonly Relation[];
const roots: readonly string[] = ["user", "resource", "input", "now"];
const deepest = 50;

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** @throws PolicyFault */
export function parsePolicy(text: string): Expression {
  const tokens = tokensOf(text);
  if (tokens === null) throw new PolicyFault("a character in it has no meaning");
  const reader: Reader = { tokens, at: 0, depth: 0 };
  const whole = either(reader);
  const rest = reader.tokens[reader.at];
  if (rest === undefined) return whole;
  if (rest.kind === "mark" && /^[+\-*/%?:]$/.test(rest.text)) {
    throw new PolicyFault(`a policy compares values and does not calculate with ${shown(rest.text)}`);
  }
  throw new PolicyFault(rest.kind === "mark" ? `${shown(rest.text)} is out of place` : `an operator is missing before ${shown(rest.text)}`);
}

function either(reader: Reader): Expression {
  let left = both(reader);
  while (takes(reader, "||")) left = { kind: "or", left, right: both(reader) };
  return left;
}

function both(reader: Reader): Expression {
  let left = related(reader);
  while (takes(reader, "&&")) left = { kind: "and", left, right: related(reader) };
  return left;
}

function related(reader: Reader): Expression {
  const left = unary(reader);
  const operator = reader.tokens[reader.at];
  if (operator === undefined || operator.kind === "text" || !relations.includes(operator.text)) return left;
  reader.at += 1;
  return { kind: "relation", operator: relationOf(operator.text), left, right: unary(reader) };
}

function relationOf(text: string): Relation {
  const found = (["==", "!=", "<", "<=", ">", ">=", "in"] as const).find((one) => one === text);
  if (found === undefined) throw new PolicyFault(`${shown(text)} is no comparison`);
  return found;
}

function unary(reader: Reader): Expression {
  if (!takes(reader, "!")) return primary(reader);
  reader.depth += 1;
  if (reader.depth > deepest) throw new PolicyFault("it is nested too deeply");
  const of = unary(reader);
  reader.depth -= 1;
  return { kind: "not", of };
}

function primary(reader: Reader): Expression {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw new PolicyFault("a value is missing at its end");
  reader.at += 1;
  if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
  if (token.kind === "text") return { kind: "literal", value: textOf(token.text) };
  if (token.kind === "name") return named(reader, token.text);
  if (token.text === "-" && reader.tokens[reader.at]?.kind === "number") {
    const number = reader.tokens[reader.at];
    reader.at += 1;
    return { kind: "literal", value: -Number(number?.text) };
  }
  if (token.text === "(") return inBrackets(reader, ")")[0] ?? missing(")");
  if (token.text === "[") return { kind: "list", of: inBrackets(reader, "]") };
  return missing(token.text);
}

function missing(before: string): never {
  throw new PolicyFault(`a value is missing before ${shown(before)}`);
}

function named(reader: Reader, text: string): Expression {
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true" };
  if (text === "null") return { kind: "literal", value: null };
  if (text === "in") return missing(text);
  const [root = "", ...path] = text.split(".");
  const isMade = takes(reader, "(");
  if ((!isMade || path.length > 0) && !roots.includes(root)) {
    throw new PolicyFault(`${shown(root)} is none of ${roots.map(shown).join(", ")}`);
  }
  if (!isMade) return { kind: "name", root, path };
  const given = inBrackets(reader, ")");
  const method = path.pop();
  return { kind: "call", name: method ?? root, of: method === undefined ? given : [{ kind: "name", root, path }, ...given] };
}

/** What stands between brackets, of which the first is taken; commas part it in lists and calls alone. */
function inBrackets(reader: Reader, closing: ")" | "]"): readonly Expression[] {
  reader.depth += 1;
  if (reader.depth > deepest) throw new PolicyFault("it is nested too deeply");
  const found: Expression[] = [];
  while (!takes(reader, closing)) {
    if (found.length > 0 && !takes(reader, ",")) throw new PolicyFault("its brackets do not match");
    found.push(either(reader));
  }
  reader.depth -= 1;
  return found;
}

function takes(reader: Reader, mark: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "mark" || token.text !== mark) return false;
  reader.at += 1;
  return true;
}

const escapes: ReadonlyMap<string, string> = new Map([["n", "\n"], ["t", "\t"], ["r", "\r"], ["\\", "\\"], ['"', '"'], ["'", "'"]]);

function textOf(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gsu, (_whole, letter: string) => {
    const meant = escapes.get(letter);
    if (meant === undefined) throw new PolicyFault(`the escape ${shown(`\\${letter}`)} is not understood`);
    return meant;
  });
}
