import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { hasAccounts, hasApiKeys, hasExchange, hasLogins, hasMails, hasProvider } from "./access/accounts.ts";
import { mailView } from "./accounts/mails.ts";
import { accountMigrations, isAccountMigration, migrationFiles } from "./accounts/migrations.ts";
import { providerView } from "./accounts/provider.ts";
import type { GenerateOptions } from "./options.ts";
import { arrayOf, line, objectOf } from "./service/code/layout.ts";
import { hasOwnData, hasSubjects, ownDataHolders, subjected } from "./privacy.ts";
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
  "application/own-data.ts",
  "application/ports.ts",
  "application/sessions.ts",
  "application/tokens.ts",
  "contract.ts",
  "data/api-keys.ts",
  "data/identities.ts",
  "data/memory-store.ts",
  "data/migrations/index.ts",
  "data/personal-tables.ts",
  "data/statements.ts",
  "data/store.ts",
  "domain/account.ts",
  "domain/api-key.ts",
  "domain/holdings.ts",
  "domain/identity.ts",
  "domain/mail.ts",
  "domain/settings.ts",
  "index.ts",
  "service.ts",
  "test/accounts.test.ts",
  "test/api-keys.test.ts",
  "test/identities.test.ts",
  "test/mails.test.ts",
  "test/own-data.test.ts",
  "test/ports.ts",
  "test/store.test.ts",
  "test/provider.test.ts",
];

/** Files that not every model of authentication needs, and whether this one does. */
const PARTS: readonly (readonly [files: RegExp, need: (architecture: Architecture) => boolean])[] = [
  [/\/(?:api\/schemas|application\/(?:create-account|sessions)|integrations\/passwords|test\/(?:accounts|store)\.test)\.ts$/u, hasLogins],
  [/\/(?:memory-)?api-keys?(?:\.test)?\.ts$/u, hasApiKeys],
  [/\/(?:(?:memory-)?identit(?:y|ies)|provider(?:-keys)?)(?:\.test)?\.ts$/u, hasProvider],
  [/\/application\/exchange\.ts$/u, hasExchange],
  [/\/(?:(?:memory-)?mails?|mailer)(?:\.test)?\.ts$/u, hasMails],
  [/\/(?:(?:memory-)?own-data|holdings)(?:\.test)?\.ts$/u, hasOwnData],
  [/\/data\/personal-tables\.ts$/u, hasSubjects],
  [/\/application\/reset-password\.ts$/u, ({ auth }) => auth.passwordReset],
  [/\/application\/verify-email\.ts$/u, ({ auth }) => auth.emailVerification !== null],
];

/** The built-in service that holds credentials and signs tokens, where the spec has any; of the same anatomy as every other. */
export const accounts = (architecture: Architecture, options: Pick<GenerateOptions, "history" | "contract"> = {}): readonly GeneratedFile[] => {
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
    privacy: hasSubjects(architecture),
    ...ownDataView(architecture),
    extended: tenants || exchanges,
    registers: jwt && auth.selfRegistration !== null,
    selfRegistration: jwt || oidc ? auth.selfRegistration : null,
    ...providerView(architecture),
    ...mailView(architecture),
  };
  const isNeeded = ({ path }: GeneratedFile): boolean => PARTS.every(([files, need]) => !files.test(path) || need(architecture));
  const migrations = accountMigrations(architecture, options);
  const { listed } = migrations;
  const list = { migrations: listed, migrationList: line(0, "export const migrations: readonly Migration[] = ", arrayOf(listed.map(({ name }) => name)), ";") };
  const rendered = RENDERED.map((name) => rendering(name, { ...view, ...list }));
  const files = [...copied("accounts", (path) => !isAccountMigration({ path })), ...rendered].filter(isNeeded);
  return relocated([...files, ...migrationFiles(migrations)], architecture);
};

/** Whom users' own data is asked of. */
const ownDataView = (architecture: Architecture) => {
  const entities = subjected(architecture).map(({ service, entity, of }) =>
    objectOf([["service", text(service.name)], ["entity", text(`${service.name}.${entity.name}`)], ["of", of === null ? "null" : text(`${of.service}.${of.entity}`)]]));
  return {
    ownData: hasOwnData(architecture),
    clocked: hasOwnData(architecture) || hasMails(architecture),
    holdings: line(0, "export const holdings: readonly PersonalEntity[] = ", arrayOf(entities), ";"),
    holders: line(0, "export const holders: readonly string[] = ", arrayOf(ownDataHolders(architecture).map(text)), ";"),
  };
};

const text = (value: string): string => JSON.stringify(value);

const rendering = (name: string, view: object): GeneratedFile => {
  const path = `src/services/accounts/${name}`;
  return { path, content: render(`accounts/${path}.hbs`, view), ownership: "merged" };
};
