import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { hasAccounts, hasApiKeys, hasLogins } from "./access/accounts.ts";
import { relocated } from "./relocated.ts";
import { copied, render, snake } from "./render/index.ts";

const RENDERED = [
  "api/accounts.ts",
  "application/api-keys.ts",
  "application/create-account.ts",
  "application/ports.ts",
  "application/sessions.ts",
  "application/tokens.ts",
  "contract.ts",
  "data/api-keys.ts",
  "data/migrations/0003-add-api-keys.ts",
  "data/migrations/index.ts",
  "data/statements.ts",
  "data/store.ts",
  "domain/account.ts",
  "domain/api-key.ts",
  "domain/settings.ts",
  "index.ts",
  "service.ts",
  "test/accounts.test.ts",
  "test/api-keys.test.ts",
];

/** Files that only those need who log in, and only those who show keys. */
const LOGINS = /\/(?:api\/schemas|application\/(?:create-account|sessions)|integrations\/passwords|test\/accounts\.test)\.ts$/u;
const KEYS = /\/(?:memory-|0003-add-)?api-keys?(?:\.test)?\.ts$/u;

/** The built-in service that holds credentials and signs tokens, where the spec has any; of the same anatomy as every other. */
export const accounts = (architecture: Architecture): readonly GeneratedFile[] => {
  const { auth } = architecture;
  if (!hasAccounts(architecture)) return [];
  const [jwt, apiKeys, tenants] = [hasLogins(architecture), hasApiKeys(architecture), architecture.tenancy !== null];
  const view = {
    system: snake(architecture.name),
    algorithm: auth.tokens.algorithm,
    accessMs: auth.tokens.accessMs,
    refreshMs: auth.tokens.refreshMs,
    rotateMs: auth.tokens.rotateKeysMs,
    jwt,
    apiKeys,
    tenants,
    extended: tenants || apiKeys,
    selfRegistration: jwt ? auth.selfRegistration : null,
  };
  const rendered = RENDERED.map((name): GeneratedFile => {
    const path = `src/services/accounts/${name}`;
    return { path, content: render(`accounts/${path}.hbs`, view), ownership: "merged" };
  });
  const isNeeded = ({ path }: GeneratedFile): boolean =>
    (jwt || !LOGINS.test(path)) && (apiKeys || !KEYS.test(path)) && (tenants || !path.endsWith("/0002-add-tenants.ts"));
  return relocated([...copied("accounts"), ...rendered].filter(isNeeded), architecture);
};
