import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { hasAccounts, hasApiKeys, hasExchange, hasLogins, hasProvider } from "./access/accounts.ts";
import { providedRoles, rolesClaim } from "./access/provider.ts";
import { relocated } from "./relocated.ts";
import { copied, render, snake, typescriptString } from "./render/index.ts";
import { arrayOf, callOf, layout, line, objectOf, type Source } from "./service/code/layout.ts";

const RENDERED = [
  "api/accounts.ts",
  "application/api-keys.ts",
  "application/create-account.ts",
  "application/exchange.ts",
  "application/identities.ts",
  "application/ports.ts",
  "application/sessions.ts",
  "application/tokens.ts",
  "contract.ts",
  "data/api-keys.ts",
  "data/identities.ts",
  "data/migrations/0003-add-api-keys.ts",
  "data/migrations/0004-add-identities.ts",
  "data/migrations/index.ts",
  "data/statements.ts",
  "data/store.ts",
  "domain/account.ts",
  "domain/api-key.ts",
  "domain/identity.ts",
  "domain/settings.ts",
  "index.ts",
  "service.ts",
  "test/accounts.test.ts",
  "test/api-keys.test.ts",
  "test/identities.test.ts",
  "test/ports.ts",
  "test/provider.test.ts",
];

/** Files that not every model of authentication needs, and whether this one does. */
const PARTS: readonly (readonly [files: RegExp, need: (architecture: Architecture) => boolean])[] = [
  [/\/(?:api\/schemas|application\/(?:create-account|sessions)|integrations\/passwords|test\/accounts\.test)\.ts$/u, hasLogins],
  [/\/(?:memory-|0003-add-)?api-keys?(?:\.test)?\.ts$/u, hasApiKeys],
  [/\/(?:(?:memory-|0004-add-)?identit(?:y|ies)|provider(?:-keys)?)(?:\.test)?\.ts$/u, hasProvider],
  [/\/application\/exchange\.ts$/u, hasExchange],
  [/\/0002-add-tenants\.ts$/u, (architecture) => architecture.tenancy !== null],
];

/** The built-in service that holds credentials and signs tokens, where the spec has any; of the same anatomy as every other. */
export const accounts = (architecture: Architecture): readonly GeneratedFile[] => {
  const { auth } = architecture;
  if (!hasAccounts(architecture)) return [];
  const [jwt, apiKeys, oidc] = [hasLogins(architecture), hasApiKeys(architecture), hasProvider(architecture)];
  const [tenants, exchanges] = [architecture.tenancy !== null, apiKeys || oidc];
  const view = {
    system: snake(architecture.name),
    algorithm: auth.tokens.algorithm,
    accessMs: auth.tokens.accessMs,
    refreshMs: auth.tokens.refreshMs,
    rotateMs: auth.tokens.rotateKeysMs,
    jwt,
    apiKeys,
    oidc,
    tenants,
    exchanges,
    extended: tenants || exchanges,
    registers: jwt && auth.selfRegistration !== null,
    selfRegistration: jwt || oidc ? auth.selfRegistration : null,
    ...providerView(architecture),
  };
  const rendered = RENDERED.map((name): GeneratedFile => {
    const path = `src/services/accounts/${name}`;
    return { path, content: render(`accounts/${path}.hbs`, view), ownership: "merged" };
  });
  const isNeeded = ({ path }: GeneratedFile): boolean => PARTS.every(([files, need]) => !files.test(path) || need(architecture));
  return relocated([...copied("accounts"), ...rendered].filter(isNeeded), architecture);
};

const CREDENTIALS = { apiKeys: "an API key", oidc: "a token of the identity provider" };

/** What the identity provider says of roles, and what the route that takes its tokens is for. */
const providerView = (architecture: Architecture) => {
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
