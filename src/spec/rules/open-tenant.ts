import type { Architecture, Entity } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";
import { targetOf } from "../policy/target.ts";

/** Where what belongs to one tenant would be there for others. */
export const openTenant: SpecRule = {
  id: "open-tenant",
  severity: "error",
  find: (architecture) =>
    architecture.tenancy === null ? [] : [...unknownTenants(architecture), ...strangers(architecture), ...commonRows(architecture), ...outsideTenant(architecture)],
};

function unknownTenants(architecture: Architecture): readonly Diagnostic[] {
  if (!architecture.auth.models.includes("none")) return [];
  return [
    problem("open-tenant", locate(architecture, "tenancy"), "Nobody shows a credential, so nobody's tenant is known.", {
      help: "A tenant comes with the token: write `auth: { model: jwt, … }`.",
    }),
  ];
}

function strangers(architecture: Architecture): readonly Diagnostic[] {
  return architecture.auth.anonymous.flatMap((grant, index) =>
    grant.operations.flatMap((name) => {
      const target = targetOf(name, architecture.services)?.[1];
      if (target?.kind !== "rows" || !target.entity.tenant) return [];
      return [
        problem("open-tenant", locate(architecture, `auth.anonymous.may.${index}`), `${shown(name)} is for everybody, and its rows belong to tenants.`, {
          help: `Grant it to a role, or write \`tenant: none\` at ${shown(target.entity.name)} where its rows are nobody's.`,
        }),
      ];
    }),
  );
}

/** A row that all tenants share must not name one of a tenant's. */
function commonRows(architecture: Architecture): readonly Diagnostic[] {
  return architecture.services.flatMap((service) =>
    service.entities.filter((entity) => !entity.tenant).flatMap((entity) =>
      entity.fields.flatMap((field) => {
        if (field.type.kind !== "entity" && field.type.kind !== "set") return [];
        const { entity: name } = field.type;
        if (service.entities.find((one) => one.name === name)?.tenant !== true) return [];
        const path = `services.${service.name}.entities.${entity.name}.fields.${field.name}`;
        return [
          problem("open-tenant", locate(architecture, path), `${shown(entity.name)} belongs to no tenant and refers to ${shown(name)}, which does.`, {
            help: `Write \`tenant: none\` at ${shown(name)} too, or take it away at ${shown(entity.name)}.`,
          }),
        ];
      }),
    ),
  );
}

/** The tenants themselves, and who belongs to one, are rows of a tenant like all others. */
function outsideTenant(architecture: Architecture): readonly Diagnostic[] {
  const { tenancy } = architecture;
  if (tenancy === null) return [];
  return (["by", "member"] as const).flatMap((key) => {
    const { service, entity } = tenancy[key];
    const found: Entity | undefined = architecture.services.find((one) => one.name === service)?.entities.find((one) => one.name === entity);
    if (found === undefined || (found.tenant && found.ownedBy === null)) return [];
    return [
      problem("open-tenant", locate(architecture, `tenancy.${key}`), `${shown(`${service}.${entity}`)} ${found.tenant ? "is owned by another entity" : "has `tenant: none`"}.`, {
        help: "Take that away: its rows are for their own tenant alone.",
      }),
    ];
  });
}
