import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { relocated } from "./relocated.ts";
import { copied, render, snake } from "./render/index.ts";

const RENDERED = [
  "api/accounts.ts",
  "application/create-account.ts",
  "application/sessions.ts",
  "application/tokens.ts",
  "data/migrations/index.ts",
  "data/statements.ts",
  "data/store.ts",
  "domain/account.ts",
  "domain/settings.ts",
];

/** The built-in service that holds credentials and signs tokens, where the spec has any; of the same anatomy as every other. */
export const accounts = (architecture: Architecture): readonly GeneratedFile[] => {
  const { auth } = architecture;
  if (!auth.models.includes("jwt")) return [];
  const view = {
    system: snake(architecture.name),
    algorithm: auth.tokens.algorithm,
    accessMs: auth.tokens.accessMs,
    refreshMs: auth.tokens.refreshMs,
    rotateMs: auth.tokens.rotateKeysMs,
    tenants: architecture.tenancy !== null,
    selfRegistration: auth.selfRegistration,
  };
  const rendered = RENDERED.map((name): GeneratedFile => {
    const path = `src/services/accounts/${name}`;
    return { path, content: render(`accounts/${path}.hbs`, view), ownership: "merged" };
  });
  const kept = copied("accounts", (path) => architecture.tenancy !== null || !path.endsWith("/0002-add-tenants.ts"));
  return relocated([...kept, ...rendered], architecture);
};
