import type { Architecture } from "../../model/architecture.ts";
import { hasApiKeys, hasProvider } from "../access/accounts.ts";
import { providedRoles, rolesClaim } from "../access/provider.ts";
import { typescriptString } from "../render/index.ts";
import { arrayOf, callOf, layout, line, objectOf, type Source } from "../service/code/layout.ts";

const CREDENTIALS = { apiKeys: "an API key", oidc: "a token of the identity provider" };

/** What the identity provider says of roles, and what the route that takes its tokens is for. */
export const providerView = (architecture: Architecture) => {
  const pairs = providedRoles(architecture);
  const called = [...new Set(pairs.map(([said]) => said))].sort();
  const meant = (said: string) => pairs.filter(([one]) => one === said).map(([, role]) => JSON.stringify(role));
  const rows = called.map((said) => arrayOf([JSON.stringify(said), arrayOf(meant(said))]));
  const taken = [...(hasApiKeys(architecture) ? [CREDENTIALS.apiKeys] : []), ...(hasProvider(architecture) ? [CREDENTIALS.oidc] : [])];
  const claim = rolesClaim(architecture);
  const [first = ""] = called;
  return {
    rolesClaim: claim === null ? "null" : typescriptString(claim.join(".")),
    roleNames: line(0, "export const PROVIDER_ROLES: ReadonlyMap<string, readonly string[]> = ", callOf("new Map", [arrayOf(rows)]), ";"),
    exchangeSummary: `Exchange ${taken.join(" or ")} for an access token that is good for a minute`,
    roleClaim: claim === null ? null : layout(nested(claim, arrayOf([JSON.stringify(first), '"unknown"', "7"])), 2, 16, 1),
    roleResult: layout(arrayOf(meant(first)), 2, 80, 6),
  };
};

const nested = ([name = "", ...rest]: readonly string[], value: Source): Source => objectOf([[name, rest.length === 0 ? value : nested(rest, value)]]);
