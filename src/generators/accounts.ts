import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { hasAccounts, hasApiKeys, hasExchange, hasLogins, hasMails, hasProvider } from "./access/accounts.ts";
import { mailView } from "./accounts/mails.ts";
import { providerView } from "./accounts/provider.ts";
import { arrayOf, line } from "./service/code/layout.ts";
import { relocated } from "./relocated.ts";
import { copied, render, snake } from "./render/index.ts";

const RENDERED = [
  "api/accounts.ts",
  "api/schemas.ts",
  "application/api-keys.ts",
  "application/create-account.ts",
  "application/exchange.ts",
  "application/identities.ts",
  "application/mails.ts",
  "application/ports.ts",
  "application/sessions.ts",
  "application/tokens.ts",
  "contract.ts",
  "data/api-keys.ts",
  "data/identities.ts",
  "data/migrations/0003-add-api-keys.ts",
  "data/memory-store.ts",
  "data/migrations/0004-add-identities.ts",
  "data/migrations/0005-add-mails.ts",
  "data/migrations/index.ts",
  "data/statements.ts",
  "data/store.ts",
  "domain/account.ts",
  "domain/api-key.ts",
  "domain/identity.ts",
  "domain/mail.ts",
  "domain/settings.ts",
  "index.ts",
  "service.ts",
  "test/accounts.test.ts",
  "test/api-keys.test.ts",
  "test/identities.test.ts",
  "test/mails.test.ts",
  "test/ports.ts",
  "test/store.test.ts",
  "test/provider.test.ts",
];

/** Files that not every model of authentication needs, and whether this one does. */
const PARTS: readonly (readonly [files: RegExp, need: (architecture: Architecture) => boolean])[] = [
  [/\/(?:api\/schemas|application\/(?:create-account|sessions)|integrations\/passwords|test\/(?:accounts|store)\.test)\.ts$/u, hasLogins],
  [/\/(?:memory-|0003-add-)?api-keys?(?:\.test)?\.ts$/u, hasApiKeys],
  [/\/(?:(?:memory-|0004-add-)?identit(?:y|ies)|provider(?:-keys)?)(?:\.test)?\.ts$/u, hasProvider],
  [/\/application\/exchange\.ts$/u, hasExchange],
  [/\/(?:(?:memory-|0005-add-)?mails?|mailer)(?:\.test)?\.ts$/u, hasMails],
  [/\/0007-add-ends\.ts$/u, hasLogins],
  [/\/application\/reset-password\.ts$/u, ({ auth }) => auth.passwordReset],
  [/\/(?:application\/verify-email|0006-add-verification)\.ts$/u, ({ auth }) => auth.emailVerification !== null],
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
    ...mailView(architecture),
    migrationList: line(0, "export const migrations: readonly Migration[] = ", arrayOf(migrationsOf(architecture)), ";"),
  };
  const rendered = RENDERED.map((name): GeneratedFile => {
    const path = `src/services/accounts/${name}`;
    return { path, content: render(`accounts/${path}.hbs`, view), ownership: "merged" };
  });
  const isNeeded = ({ path }: GeneratedFile): boolean => PARTS.every(([files, need]) => !files.test(path) || need(architecture));
  return relocated([...copied("accounts"), ...rendered].filter(isNeeded), architecture);
};

/** In the order in which they run. */
const migrationsOf = (architecture: Architecture): readonly string[] => [
  "m0001",
  ...(architecture.tenancy === null ? [] : ["addTenants"]),
  ...(hasApiKeys(architecture) ? ["addApiKeys"] : []),
  ...(hasProvider(architecture) ? ["addIdentities"] : []),
  ...(hasMails(architecture) ? ["addMails"] : []),
  ...(hasMails(architecture) && architecture.auth.emailVerification !== null ? ["addVerification"] : []),
  ...(hasLogins(architecture) ? ["addEnds"] : []),
];
