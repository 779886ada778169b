import { hasAccounts, hasApiKeys, hasMails, hasProvider } from "../access/accounts.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import { type Endpoint, emulatedUnits, endpointsOf } from "../endpoints.ts";
import { needsOf } from "../platform/needs.ts";
import { gatewayOf } from "../platform/view.ts";
import { keptFor } from "../retention.ts";
import { copied, render, screaming, typescriptString } from "../render/index.ts";
import { ANYONE, newcomerOf } from "./callers.ts";
import { openRoutes } from "./grants.ts";
import { array, type Code, layOut, object, text } from "./code.ts";

/**
 * What the tests stand on: a running system, a client for it, and what every resource, transition and operation does.
 * @param cases the tests of the services; what none of them imports is left out
 */
export const supportFiles = (architecture: Architecture, cases: readonly GeneratedFile[]): readonly GeneratedFile[] => {
  const accounts = hasAccounts(architecture);
  const imported = (name: string): boolean => cases.some((file) => file.content.includes(`"./support/${name}.ts"`));
  const suites = ["graphql", "operation", "resource", "rpc", "transition"].filter(imported);
  const owned = imported("owners");
  const names = [...suites, "client", "system", ...(owned ? ["owners"] : []), ...(imported("tenants") ? ["tenants"] : []), ...(accounts ? ["tokens"] : []), ...(hasProvider(architecture) ? ["issuer"] : []), ...(accounts && suites.some((name) => name !== "graphql") ? ["strangers"] : [])];
  const named = owned || cases.some(({ content }) => content.includes('tokenOf("nobody", user)'));
  const granted = cases.some((file) => file.content.includes("graphGrants("));
  const restricted = cases.some((file) => /\b(?:graph|named)Restricted\(/u.test(file.content));
  const cached = cases.some(({ content }) => content.includes("cached: true"));
  const newcomer = newcomerOf(architecture)?.caller;
  const newcomers = newcomer !== undefined && cases.some(({ content }) => content.includes(typescriptString(newcomer))) ? [newcomer] : [];
  const callers = callerType(architecture, newcomers);
  const view = { ...supportView(architecture, accounts), named, restricted, granted, cached, newcomer: newcomers.length > 0, callerType: callers };
  return [
    ...names.map(
      (name): GeneratedFile => ({
        path: `test/support/${name}.ts`,
        content: render(`tests/test/support/${name}.ts.hbs`, view),
        ownership: "merged",
      }),
    ),
    ...copied("tests"),
  ];
};

const supportView = (architecture: Architecture, accounts: boolean) => ({
  name: architecture.name,
  accounts,
  apiKeys: hasApiKeys(architecture),
  mails: hasMails(architecture),
  oidc: hasProvider(architecture),
  audience: architecture.auth.oidc?.audience ?? "",
  tenants: architecture.tenancy !== null,
  openRoutes: openRoutes(architecture),
  roles: layOut(array(architecture.auth.roles.map((role) => text(role.name))), 0, 40),
  events: architecture.queues.length > 0,
  stores: needsOf(architecture).stores,
  kept: architecture.services.some(({ entities }) => entities.some((entity) => keptFor(entity) !== null)),
  limits: needsOf(architecture).limits,
  integrations: needsOf(architecture).integrations,
  mtls: needsOf(architecture).mtls,
  gatewayUnit: gatewayOf(architecture),
  emulated: emulatedUnits(architecture),
  units: layOut(array(endpointsOf(architecture).map(unitCode)), 0, 32),
});

/** The unit that comes first is the way in. */
const unitCode = (unit: Endpoint, index: number): Code =>
  object([
    ["name", text(unit.name)],
    ["variable", text(index === 0 ? "SYSTEM_URL" : urlVariable(unit))],
  ]);

const urlVariable = (unit: Endpoint): string => `${screaming(unit.name)}_URL`;

const callerType = (architecture: Architecture, newcomers: readonly string[]): string => {
  const names = [ANYONE, "nobody", ...architecture.auth.roles.map((role) => role.name), ...newcomers].map(typescriptString);
  const line = `export type Caller = ${names.join(" | ")};`;
  return line.length <= 120 ? line : `export type Caller =\n${names.map((name) => `  | ${name}`).join("\n")};`;
};
