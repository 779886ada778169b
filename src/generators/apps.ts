import type { Architecture, Unit } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { accountCommands, auditFile, deadLettersFile, encryptionFile, privacyFile } from "./apps/commands.ts";
import { gatewayMain, gatewayRoutes } from "./apps/gateway.ts";
import { mainFile } from "./apps/main.ts";
import { migrateFile } from "./apps/migrate.ts";
import { seedFile } from "./apps/seed.ts";
import { signersOf } from "./deploy/settings.ts";
import type { LeftService } from "./left.ts";
import { needsOf } from "./platform/needs.ts";
import { render } from "./render/index.ts";
import { arrayOf, layout } from "./service/code/layout.ts";

/** Composition roots: what is deployed, and the commands that go with it. The one folder that a topology changes. */
export const apps = (architecture: Architecture, deleted: readonly LeftService[] = []): readonly GeneratedFile[] => {
  if (architecture.services.length === 0) return [];
  const units = architecture.units.filter((unit) => unit.as === "process");
  return [
    ...units.map((unit: Unit) => merged(`${unit.name}/main.ts`, mainFile(unit, architecture))),
    ...(architecture.units.some((unit) => unit.as === "gateway") ? gatewayFiles(architecture) : []),
    ...(needsOf(architecture).events ? [merged("dead-letters.ts", deadLettersFile(architecture))] : []),
    ...(needsOf(architecture).audit ? [merged("audit.ts", auditFile(architecture))] : []),
    ...(needsOf(architecture).privacy ? [merged("privacy.ts", privacyFile(architecture))] : []),
    ...(needsOf(architecture).sealed ? [merged("encryption.ts", encryptionFile(architecture))] : []),
    ...(hasArguments(architecture) ? [merged("command-line.ts", render("monolith/src/apps/command-line.ts.hbs", {}))] : []),
    ...accountCommands(architecture).map(([name, content]) => merged(name, content)),
    ...(signersOf(architecture).length > 0 ? [merged("keys.ts", keysFile(architecture))] : []),
    ...(needsOf(architecture).mtls ? [merged("certificates.ts", certificatesFile(architecture))] : []),
    ...(needsOf(architecture).stores
      ? [merged("migrate.ts", migrateFile(architecture, deleted)), { ...merged("seed.ts", seedFile(architecture)), ownership: "seeded", follows: true } as const]
      : []),
  ];
};

/** Whether a command takes options. */
const hasArguments = (architecture: Architecture): boolean => {
  const { accounts, events, audit, privacy } = needsOf(architecture);
  return accounts || events || audit || privacy;
};

const keysFile = (architecture: Architecture): string =>
  render("microservices/src/apps/keys.ts.hbs", {
    signers: layout(arrayOf(signersOf(architecture).map((name) => JSON.stringify(name))), 0, 14, 1),
  });

const certificatesFile = (architecture: Architecture): string =>
  render("microservices/src/apps/certificates.ts.hbs", {
    units: layout(arrayOf(architecture.units.map((unit) => JSON.stringify(unit.name))), 0, 14, 1),
  });

const gatewayFiles = (architecture: Architecture): readonly GeneratedFile[] => [
  merged("gateway/main.ts", gatewayMain(architecture)),
  merged("gateway/routes.ts", gatewayRoutes(architecture)),
];

const merged = (name: string, content: string): GeneratedFile => ({ path: `src/apps/${name}`, content, ownership: "merged" });
