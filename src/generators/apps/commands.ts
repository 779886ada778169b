import { hasApiKeys, hasLogins, hasProvider } from "../access/accounts.ts";
import type { Architecture } from "../../model/architecture.ts";
import { needsOf } from "../platform/needs.ts";
import { camel, render, snake } from "../render/index.ts";
import { auditedServices } from "../audited.ts";
import { subjected } from "../privacy.ts";
import { sealingServices } from "../sealed.ts";
import { arrayOf, layout, line } from "../service/code/layout.ts";

/** Commands around the accounts: a token for development, and the first administrator. */
export const accountCommands = (architecture: Architecture): readonly (readonly [name: string, content: string])[] => {
  if (!needsOf(architecture).accounts) return [];
  const { ownDatabases } = needsOf(architecture);
  const roles = architecture.auth.roles.map((role) => role.name);
  const view = {
    oidc: needsOf(architecture).oidc,
    ownData: needsOf(architecture).ownData,
    mails: needsOf(architecture).mails,
    extended: needsOf(architecture).oidc || needsOf(architecture).mails,
    emailVerification: needsOf(architecture).mails && architecture.auth.emailVerification !== null,
    tenants: architecture.tenancy !== null,
    accessText: `${Math.ceil(architecture.auth.tokens.accessMs / 60_000)} min`,
    exampleRole: roles[0] ?? "ROLE",
    roles: layout(arrayOf(roles.map((role) => JSON.stringify(role))), 0, 33, 1),
    ownDatabases, administrator: administratorOf(architecture), database: databaseOf(architecture),
  };
  const names = ["accounts", "token", ...(hasLogins(architecture) ? ["admin", "roles"] : []), ...(hasApiKeys(architecture) ? ["api-keys"] : []), ...(hasProvider(architecture) ? ["identities"] : [])];
  return names.map((name) => [`${name}.ts`, render(`monolith/src/apps/${name}.ts.hbs`, view)]);
};

/** The database of the accounts on the embedded server. */
const databaseOf = (architecture: Architecture): string => {
  const system = snake(architecture.name);
  return needsOf(architecture).ownDatabases ? `${system}_accounts` : system;
};

/** The role that grants the most, the last of those that grant as much. */
const administratorOf = (architecture: Architecture): string => {
  const sizes = architecture.auth.roles.map((role) => ({
    name: role.name,
    size: new Set(role.may.flatMap((grant) => grant.operations)).size,
  }));
  return sizes.reduce((best, one) => (one.size >= best.size ? one : best), { name: "admin", size: -1 }).name;
};

/** The command that reads the audit trails. */
export const auditFile = (architecture: Architecture): string =>
  render("monolith/src/apps/audit.ts.hbs", {
    ownDatabases: needsOf(architecture).ownDatabases,
    database: snake(architecture.name),
    list: line(0, "const services = ", arrayOf(auditedServices(architecture).map((name) => JSON.stringify(name))), ";"),
  });

/** The command that changes the keys of encrypted data. */
export const encryptionFile = (architecture: Architecture): string =>
  render("monolith/src/apps/encryption.ts.hbs", {
    ownDatabases: needsOf(architecture).ownDatabases,
    database: snake(architecture.name),
    services: sealingServices(architecture).map((name) => ({ name, camel: camel(name) })),
    list: line(0, "const services: readonly (readonly [name: string, tables: readonly SealedTable[]])[] = ",
      arrayOf(sealingServices(architecture).map((name) => arrayOf([JSON.stringify(name), `${camel(name)}Tables`]))), ";"),
  });

/** The command that exports and erases what is about a user. */
export const privacyFile = (architecture: Architecture): string => {
  const { ownDatabases, sealed, audit, idempotency } = needsOf(architecture);
  const all = subjected(architecture);
  const services = [...new Set(all.map(({ service }) => service.name))].sort();
  const lists = services.map((name) => `...${camel(name)}Tables`);
  return render("monolith/src/apps/privacy.ts.hbs", {
    services: services.map((name) => ({ name, camel: camel(name) })),
    serviceList: line(0, "const services = ", arrayOf(["accounts", ...services].map((name) => JSON.stringify(name))), ";"),
    order: line(0, "const ORDER = ", arrayOf(all.map(({ service, entity }) => JSON.stringify(`${service.name}.${entity.name}`))), ";"),
    tables: line(0, "const personalTables = ", arrayOf(lists), ";"),
    ownDatabases, sealed, audit, idempotency: String(idempotency), database: snake(architecture.name),
  });
};

/** The command that looks at messages which were given up. */
export const deadLettersFile = (architecture: Architecture): string => {
  const system = snake(architecture.name);
  const { ownDatabases, sensitive } = needsOf(architecture);
  return render("monolith/src/apps/dead-letters.ts.hbs", { ownDatabases, sensitive, database: system, queues: `${system}_broker` });
};
