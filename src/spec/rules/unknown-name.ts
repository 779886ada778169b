import type { Architecture, Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { didYouMean, problem, shown } from "../diagnose.ts";
import { type Found, isList, keysIn, select } from "../tree.ts";
import * as known from "../facts/known.ts";
import { locate } from "../facts/place.ts";

/** Where the spec names another part of itself, in a key (`key`) or in a value, one or a list (`value`). */
const references: readonly (readonly [pattern: string, side: "key" | "value", kind: known.Kind])[] = [
  ["layers/*/uses", "value", known.layer],
  ["layers/*/typesOf", "value", known.layer],
  ["layers/*/neverReaches", "value", known.layerOrPackage],
  ["services/*/entities/*/indexes/*", "value", known.field],
  ["services/*/entities/*/unique/*", "value", known.field],
  ["services/*/entities/*/transitions/*", "key", known.field],
  ["services/*/entities/*/fields/*/visibleTo", "value", known.role],
  ["services/*/types/*/*/visibleTo", "value", known.role],
  ["services/*/operations/*/input/*/visibleTo", "value", known.role],
  ["services/*/operations/*/output/*/visibleTo", "value", known.role],
  ["services/*/events/*/fields/*/visibleTo", "value", known.role],
  ["services/*/entities/*/subject", "value", known.field],
  ["services/*/entities/*/partitionBy", "value", known.field],
  ["services/*/api/resources/*", "key", known.ownEntity],
  ["services/*/api/resources/*/filter", "value", known.field],
  ["services/*/api/resources/*/search", "value", known.field],
  ["services/*/operations/*", "key", known.ownAction],
  ["services/*/operations/*/emits", "value", known.ownEvent],
  ["services/*/operations/*/uses", "value", known.operation],
  ["services/*/operations/*/deprecated/use", "value", known.operation],
  ["services/*/calls/*", "key", known.callee],
  ["services/*/calls/*/operations", "value", known.targetOperation],
  ["services/*/calls/*/undo/*", "key", known.targetOperation],
  ["services/*/calls/*/undo/*", "value", known.targetOperation],
  ["services/*/reacts/*", "key", known.event],
  ["services/*/reacts/*", "value", known.ownOperation],
  ["services/*/jobs/*/do", "value", known.ownOperation],
  ["queues/*/carries", "value", known.event],
  ["queues/*/orderBy", "value", known.carriedField],
  ["auth/user", "value", known.entity],
  ["auth/selfRegistration", "value", known.role],
  ["auth/oidc/names/*", "key", known.role],
  ["auth/roles/*/extends", "value", known.role],
  ["auth/roles/*/may/*/if", "value", known.policy],
  ["tenancy/by", "value", known.entity],
  ["tenancy/member", "value", known.entity],
  ["cache/entries/*", "key", known.operation],
  ["cache/entries/*/clearedBy", "value", known.event],
  ["integrations/*/webhooks/events/*", "value", known.event],
  ["deploy/scale/*", "key", known.hosted],
  ["deploy/units/*/services", "value", known.hosted],
  ["actors/*/uses", "value", known.service],
];

export const unknownName: SpecRule = {
  id: "unknown-name",
  severity: "error",
  find: (architecture, spec) => danglingNames(architecture, spec).map(({ diagnostic }) => diagnostic),
};

/** Every name that stands for nothing, with the pointer of its node. */
export function danglingNames(
  architecture: Architecture,
  spec: Json,
): readonly { readonly pointer: string; readonly diagnostic: Diagnostic }[] {
  return references.flatMap(([pattern, side, kind]) =>
    select(spec, pattern).flatMap((found) => {
      const known = kind(architecture, spec, found.stars);
      if (known === null) return [];
      const written = side === "key" ? [{ name: found.key, pointer: found.pointer }] : namesIn(found);
      return written
        .filter(({ name }) => !known.names.includes(name))
        .map(({ name, pointer }) => ({
          pointer,
          diagnostic: problem(
            "unknown-name",
            locate(architecture, keysIn(pointer).join(".")),
            `${shown(name)} is not ${known.noun}.`,
            { help: didYouMean(name, known.names) },
          ),
        }));
    }),
  );
}

function namesIn({ value, pointer }: Found): readonly { readonly name: string; readonly pointer: string }[] {
  const items: readonly Json[] = isList(value) ? value : [value];
  return items.flatMap((name, index) =>
    typeof name === "string" ? [{ name, pointer: isList(value) ? `${pointer}/${index}` : pointer }] : [],
  );
}
