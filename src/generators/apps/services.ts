import { hasAccounts } from "../access/accounts.ts";
import type { Architecture, Unit } from "../../model/architecture.ts";
import { ownDataHolders } from "../privacy.ts";
import { seals } from "../sealed.ts";
import { calledIntegrations, callersOf } from "../integrations.ts";
import { camel, kebab, pascal } from "../render/index.ts";
import type { Export } from "../service/code/imports.ts";
import { integrationName } from "../service/integrations.ts";

/** One service as a composition root sees it: by its face and its constructor. */
export interface Hosted {
  readonly name: string;
  readonly variable: string;
  readonly create: string;
  readonly client: string;
  readonly contract: string;
  readonly migrations: string;
  /** Whether it is handed a cipher. */
  readonly seals: boolean;
  /** Names of the services that it calls. */
  readonly calls: readonly string[];
  /** Names of the services that it asks for what they hold about users. */
  readonly holders: readonly string[];
  /** Other people's systems that it calls, each with what a composition root calls its adapter. */
  readonly integrations: readonly { readonly name: string; readonly adapter: string; readonly exported: string }[];
}

export const hosted = (name: string, architecture: Architecture): Hosted => ({
  name,
  variable: camel(name),
  create: `create${pascal(name)}`,
  client: `${pascal(name)}Client`,
  contract: `${camel(name)}Contract`,
  migrations: `${camel(name)}Migrations`,
  seals: architecture.services.some((service) => service.name === name && seals(service)),
  calls: (architecture.services.find((service) => service.name === name)?.calls ?? [])
    .map((call) => call.target)
    .filter((target) => architecture.services.some((service) => service.name === target)),
  holders: name === "accounts" ? ownDataHolders(architecture) : [],
  integrations: (architecture.services.filter((service) => service.name === name)).flatMap((service) =>
    calledIntegrations(service, architecture).map((one) => {
      const exported = integrationName(one);
      const isShared = callersOf(one, architecture).length > 1;
      return { name: one.name, adapter: isShared ? camel(`${name}-${kebab(exported)}`) : exported, exported };
    })),
});

/** Every service of the system, the built-in one first. */
export const allHosted = (architecture: Architecture): readonly Hosted[] =>
  [
    ...(hasAccounts(architecture) ? ["accounts"] : []),
    ...architecture.services.map((service) => service.name),
  ].map((name) => hosted(name, architecture));

export const unitOf = (service: string, architecture: Architecture): Unit | undefined =>
  architecture.units.find((unit) => unit.services.includes(service));

/** What the faces of the services export that a composition root may need. */
export const serviceExports = (services: readonly Hosted[]): readonly Export[] =>
  services.flatMap(({ name, create, client, contract, integrations }) => {
    const face = `src/services/${name}`;
    return [
      { name: create, from: `${face}/index.ts`, type: false },
      { name: contract, from: `${face}/contract.ts`, type: false },
      { name: client, from: `${face}/contract.ts`, type: true },
      ...integrations.map(({ adapter, exported }) => ({ name: adapter, from: `${face}/index.ts`, type: false, ...(adapter === exported ? {} : { original: exported }) })),
    ];
  });
