import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Policy } from "../../model/policy.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { parsePolicy } from "../policy/parse.ts";
import { faultOf, grantsUnder } from "../policy/faults.ts";
import { resolvePolicy } from "../policy/resolve.ts";
import { targetOf } from "../policy/target.ts";

export const badPolicy: SpecRule = {
  id: "bad-policy",
  severity: "error",
  find: (architecture) =>
    architecture.auth.policies.flatMap((policy) => {
      const why = faultOf(() => parsePolicy(policy.expression));
      return why === null ? misfits(architecture, policy) : [noExpression(architecture, policy, why)];
    }),
};

function noExpression(architecture: Architecture, { name }: Policy, why: string): Diagnostic {
  return problem("bad-policy", locate(architecture, `auth.policies.${name}`), `The policy ${shown(name)} is no CEL expression: ${why}`, {
    help: 'Write a comparison such as "resource.customer == user.id".',
  });
}

/** A sound expression that says nothing of what it is granted on; what it cannot say of a list is another rule's. */
function misfits(architecture: Architecture, policy: Policy): readonly Diagnostic[] {
  return grantsUnder(policy.name, architecture).flatMap(({ path, operations, open }) => {
    const asksWho = open && /\buser\b/u.test(policy.expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu, ""));
    const first = operations.filter((name) => !name.endsWith(".list")).flatMap((name): readonly [string, string][] => {
      const target = targetOf(name, architecture.services);
      const why = target === null ? null : faultOf(() => resolvePolicy(policy.expression, target[1]));
      return why === null ? [] : [[name, why]];
    })[0] ?? (asksWho ? [operations[0] ?? "", "nobody who comes without a credential is a `user`."] : undefined);
    if (first === undefined) return [];
    const [name, why] = first;
    return [
      problem("bad-policy", locate(architecture, path), `The policy ${shown(policy.name)} does not fit ${shown(name)}: ${why}`, {
        help: "`resource` is the row that a resource action or a transition is about, `input` what an operation is called with.",
        related: [{ message: "the policy", at: locate(architecture, `auth.policies.${policy.name}`) }],
      }),
    ];
  });
}
