import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { type Token, tokensOf } from "../facts/cel.ts";
import { locate } from "../facts/place.ts";

const roots = ["user", "resource", "input", "now"];
const words = [
  "in",
  "true",
  "false",
  "null",
  "size",
  "has",
  "duration",
  "timestamp",
  "startsWith",
  "endsWith",
  "contains",
  "matches",
  "exists",
  "all",
  "string",
  "int",
  "double",
];

export const badPolicy: SpecRule = {
  id: "bad-policy",
  severity: "error",
  find: (architecture) =>
    architecture.auth.policies.flatMap(({ name, expression }) => {
      const fault = faultOf(expression);
      if (fault === null) return [];
      return [
        problem(
          "bad-policy",
          locate(architecture, `auth.policies.${name}`),
          `The policy ${shown(name)} is no CEL expression: ${fault}.`,
          { help: 'Write a comparison such as "resource.customer == user.id".' },
        ),
      ];
    }),
};

function faultOf(expression: string): string | null {
  const tokens = tokensOf(expression);
  if (tokens === null) return "a character in it has no meaning";
  if (!bracketsMatch(tokens)) return "its brackets do not match";
  const stranger = tokens.find(
    (token, index) =>
      token.kind === "name" &&
      tokens[index - 1]?.text !== "." &&
      !roots.includes(root(token)) &&
      !words.includes(root(token)),
  );
  if (stranger !== undefined) return `${shown(root(stranger))} is none of ${roots.map(shown).join(", ")}`;
  return orderFault(tokens);
}

function root(token: Token): string {
  return token.text.split(".")[0] ?? "";
}

function bracketsMatch(tokens: readonly Token[]): boolean {
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== "mark") continue;
    if (text === "(" || text === "[") open.push(text);
    if (text === ")" && open.pop() !== "(") return false;
    if (text === "]" && open.pop() !== "[") return false;
  }
  return open.length === 0;
}

/** Values and operators must take turns. */
function orderFault(tokens: readonly Token[]): string | null {
  let wantsValue = true;
  for (const { kind, text } of tokens) {
    const operator = (kind === "mark" && !/^[()[\]!]$/.test(text)) || text === "in";
    const value = kind !== "mark" && text !== "in";
    if (operator && wantsValue && text !== "-") return `a value is missing before ${shown(text)}`;
    if (value && !wantsValue) return `an operator is missing before ${shown(text)}`;
    if (operator) wantsValue = true;
    else if (value || text === ")" || text === "]") wantsValue = false;
    else if (text === "(" || text === "[") wantsValue = true;
  }
  return wantsValue && !/^[\])]$/.test(tokens.at(-1)?.text ?? "") ? "a value is missing at its end" : null;
}
