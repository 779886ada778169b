import type { Architecture, Entity } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { tokensOf } from "../facts/cel.ts";
import { locate } from "../facts/place.ts";

const marks = new Set(["==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "(", ")", "[", "]", ","]);
const builtIn = ["id", "createdAt", "updatedAt", "version"];

export const unfilterablePolicy: SpecRule = {
  id: "unfilterable-policy",
  severity: "error",
  find: (architecture) =>
    architecture.auth.roles.flatMap((role) =>
      role.may.flatMap((grant, index) => {
        const policy = architecture.auth.policies.find(({ name }) => name === grant.policy);
        if (policy === undefined) return [];
        return grant.operations
          .filter((name) => name.endsWith(".list"))
          .flatMap((name): readonly Diagnostic[] => {
            const why = faultOf(policy.expression, entityOf(name, architecture));
            if (why === null) return [];
            return [
              problem(
                "unfilterable-policy",
                locate(architecture, `auth.roles.${role.name}.may.${index}`),
                `The policy ${shown(policy.name)} cannot filter ${shown(name)}: ${why}.`,
                {
                  help: "A policy on `list` compares stored, unencrypted fields by `== != < <= in && || !`.",
                  related: [{ message: "the policy", at: locate(architecture, `auth.policies.${policy.name}`) }],
                },
              ),
            ];
          });
      }),
    ),
};

function entityOf(name: string, { services }: Architecture): Entity | undefined {
  const [service, entity] = name.split(".");
  return services.find((one) => one.name === service)?.entities.find((one) => one.name === entity);
}

/** Why a query cannot hold the expression; null where it can. */
function faultOf(expression: string, entity: Entity | undefined): string | null {
  const tokens = tokensOf(expression);
  if (tokens === null || entity === undefined) return null;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === "mark" && !marks.has(text)) return `a query has no ${shown(text)}`;
    if (kind !== "name") continue;
    if (text !== "in" && tokens[index + 1]?.text === "(") return `a query has no function ${shown(text)}`;
    const [root, name, deeper] = text.split(".");
    if (root === "input") return "a list has no input that a policy could look at";
    if (root !== "resource") continue;
    const why = name === undefined || deeper !== undefined ? `${shown(text)} is no field` : fieldFault(name, entity);
    if (why !== null) return why;
  }
  return null;
}

function fieldFault(name: string, entity: Entity): string | null {
  if (builtIn.includes(name)) return null;
  const field = entity.fields.find((one) => one.name === name);
  if (field === undefined) return `${shown(entity.name)} has no field ${shown(name)}`;
  if (field.encrypt) return `${shown(name)} is stored encrypted`;
  const stored =
    field.type.kind === "enum" ||
    field.type.kind === "entity" ||
    field.type.kind === "foreign" ||
    (field.type.kind === "scalar" && field.type.name !== "json");
  return stored ? null : `${shown(name)} is no single stored value`;
}
