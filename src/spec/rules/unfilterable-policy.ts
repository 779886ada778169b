import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Condition, Operand } from "../../model/policy.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { faultOf, grantsUnder } from "../policy/faults.ts";
import { parsePolicy, PolicyFault } from "../policy/parse.ts";
import { resolvePolicy } from "../policy/resolve.ts";
import { targetOf } from "../policy/target.ts";

export const unfilterablePolicy: SpecRule = {
  id: "unfilterable-policy",
  severity: "error",
  find: (architecture) =>
    architecture.auth.policies
      .filter(({ expression }) => faultOf(() => parsePolicy(expression)) === null)
      .flatMap(({ name, expression }) =>
        grantsUnder(name, architecture).flatMap(({ path, operations }) =>
          operations
            .filter((operation) => operation.endsWith(".list"))
            .flatMap((operation) => unfilterable(architecture, { name, expression }, operation, path)),
        ),
      ),
};

interface Written {
  readonly name: string;
  readonly expression: string;
}

function unfilterable(architecture: Architecture, policy: Written, operation: string, path: string): readonly Diagnostic[] {
  const target = targetOf(operation, architecture.services);
  if (target === null) return [];
  const why = faultOf(() => {
    const condition = resolvePolicy(policy.expression, target[1]);
    checkQuery(condition);
  });
  if (why === null) return [];
  return [
    problem("unfilterable-policy", locate(architecture, path), `The policy ${shown(policy.name)} cannot filter ${shown(operation)}: ${why}`, {
      help: "A policy on `list` compares stored, unencrypted fields by `== != < <= in && || !`.",
      related: [{ message: "the policy", at: locate(architecture, `auth.policies.${policy.name}`) }],
    }),
  ];
}

/** @throws PolicyFault where a query cannot hold the condition */
function checkQuery(condition: Condition): void {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const one of condition.of) checkQuery(one);
      return;
    case "text":
      throw new PolicyFault(`a query has no function ${shown(condition.test)}`);
    case "holds":
      throw new PolicyFault("a query does not look into lists");
    case "compare":
      for (const one of [condition.left, condition.right]) checkOperand(one);
      return;
    case "oneOf":
      for (const one of [condition.of, ...condition.values]) checkOperand(one);
      return;
    case "isNull":
      checkStored(condition.of);
      return;
    default:
  }
}

function checkOperand(operand: Operand): void {
  if (operand.kind === "size") throw new PolicyFault(`a query has no function ${shown("size")}`);
}

/** Whether it is there can be asked of more than can be compared. */
function checkStored(operand: Operand): void {
  if (operand.kind === "field" && !["scalar", "enum", "entity", "foreign"].includes(operand.type.kind)) {
    throw new PolicyFault(`${shown(operand.name)} is no single stored value`);
  }
}
