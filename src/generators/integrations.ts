import type { Architecture, Operation, Service } from "../model/architecture.ts";
import type { Integration } from "../model/integration.ts";

/** Other people's systems that a service calls, each with those of its operations that it calls; sorted as the calls are. */
export const calledIntegrations = (service: Service, architecture: Architecture): readonly Integration[] =>
  service.calls.flatMap((call) => {
    const found = architecture.integrations.find((one) => one.name === call.target);
    return found === undefined ? [] : [{ ...found, operations: found.operations.filter((one) => call.operations.includes(one.name)) }];
  });

/** Those that somebody calls, sorted by name. */
export const integrationsInUse = (architecture: Architecture): readonly Integration[] =>
  architecture.integrations.filter((one) => callersOf(one, architecture).length > 0).toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Services that call one. */
export const callersOf = (integration: Integration, { services }: Architecture): readonly string[] =>
  services.filter((service) => service.calls.some((call) => call.target === integration.name)).map(({ name }) => name).sort();

/** Those that tell a service something. */
export const tellingIntegrations = ({ name }: Pick<Service, "name">, { integrations }: Architecture): readonly Integration[] =>
  integrations.filter(({ webhooks }) => webhooks?.events.some(({ service }) => service === name) === true);

/** What may be called by a name, be it a service or somebody else's system; undefined where there is no such thing. */
export const calleeNamed = ({ services, integrations }: Architecture, name: string): { readonly name: string; readonly operations: readonly Operation[] } | undefined =>
  services.find((one) => one.name === name) ?? integrations.find((one) => one.name === name);
