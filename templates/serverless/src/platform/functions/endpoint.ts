import type { Environment } from "../config.ts";

/** AWS keeps some of its regions apart, under names of their own. */
const DOMAINS: readonly (readonly [region: string, domain: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["eusc-", "amazonaws.eu"],
  ["us-iso-", "c2s.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov"],
];

/**
 * Where a service of AWS answers; the environment may name another place, as all tools of AWS let it.
 * @param service as in the name of its variable: `lambda`, `secrets-manager`
 */
export const endpointOf = (env: Environment, service: string): string => {
  const named = env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll("-", "_")}`];
  const region = env["AWS_REGION"] ?? "";
  const [, domain] = DOMAINS.find(([prefix]) => region.startsWith(prefix)) ?? ["", "amazonaws.com"];
  return named ?? `https://${service.replaceAll("-", "")}.${region}.${domain}`;
};
