import { hasAccounts, hasApiKeys, hasLogins, hasProvider } from "../access/accounts.ts";
import type { Architecture } from "../../model/architecture.ts";
import { audits } from "../audited.ts";
import { seals } from "../sealed.ts";
import { signersOf } from "../deploy/settings.ts";
import { needsOf } from "../platform/needs.ts";

interface Script {
  readonly name: string;
  readonly runs: string;
  /** Half a sentence for the README's table. */
  readonly does: string;
}

const appScript = (name: string): string => `node --import tsx src/apps/${name}.ts`;

/** The commands of a generated project, in the order in which its README names them. */
export const scripts = (architecture: Architecture): readonly Script[] => [
  {
    name: "dev",
    runs: "node --import tsx src/platform/dev/develop.ts",
    does: `starts everything${needsOf(architecture).stores ? " on a Postgres of its own" : ""}, and again when a file changes`,
  },
  { name: "test", runs: "vitest run", does: `runs every test${needsOf(architecture).stores ? ", on a Postgres of its own" : ""}` },
  { name: "check", runs: "keybeam check && tsc -p .", does: "holds the code to `architecture.yaml` and to its types" },
  {
    name: "lint",
    runs: "biome check --error-on-warnings .",
    does: "looks for mistakes and for files that are not formatted",
  },
  { name: "format", runs: "biome check --write .", does: "formats every file" },
  ...builds(architecture),
  ...starts(architecture),
  ...(needsOf(architecture).stores ? DATABASE : []),
  ...(architecture.services.some((service) => service.events.length > 0) ? [DEAD_LETTERS] : []),
  ...(architecture.services.some(audits)
    ? [{ name: "audit", runs: appScript("audit"), does: "reads the audit trails and says whether they are whole: `-- verify`" }]
    : []),
  ...(needsOf(architecture).privacy
    ? [{ name: "privacy", runs: appScript("privacy"), does: "prints or erases what is held about a user: `-- export --user ID`, `-- erase --user ID`" }]
    : []),
  ...(architecture.services.some(seals)
    ? [{ name: "encryption", runs: appScript("encryption"), does: "changes the keys of encrypted data: `-- rotate`, `-- rewrap`" }]
    : []),
  ...accountScripts(architecture),
  ...(signersOf(architecture).length > 0
    ? [{ name: "keys", runs: appScript("keys"), does: "prints new keys by which the units know one another" }]
    : []),
  ...(needsOf(architecture).mtls
    ? [{ name: "certificates", runs: appScript("certificates"), does: "makes a certificate for each unit, where you have no authority of your own" }]
    : []),
];

const DATABASE: readonly Script[] = [
  { name: "migrate", runs: appScript("migrate"), does: "brings the database at `DATABASE_URL` up to date" },
  { name: "seed", runs: appScript("seed"), does: "fills an empty system that runs with sample data, through its API" },
];

const DEAD_LETTERS: Script = {
  name: "dead-letters",
  runs: appScript("dead-letters"),
  does: "lists, shows, replays or discards messages that were given up: `-- list`",
};

const BUNDLES = "node --import tsx esbuild.config.ts";

const builds = (architecture: Architecture): readonly Script[] => {
  const compiles = { name: "build", runs: "tsc -p tsconfig.build.json", does: "compiles to JavaScript under `dist/`" };
  if (architecture.units.every((unit) => unit.as !== "functions")) return [compiles];
  const does = "makes a bundle of each unit's functions under `dist/functions/`, and says how large it is";
  // What goes into an image needs no bundles.
  return architecture.units.every((unit) => unit.as === "functions")
    ? [{ name: "build", runs: BUNDLES, does }]
    : [compiles, { name: "build:functions", runs: BUNDLES, does }];
};

const starts = (architecture: Architecture): readonly Script[] => {
  const units = architecture.units.filter((unit) => unit.as !== "functions");
  const [only] = units;
  if (units.length === 1 && only !== undefined) {
    return [{ name: "start", runs: `node dist/apps/${only.name}/main.js`, does: "starts what `build` made" }];
  }
  return units.map((unit) => ({
    name: `start:${unit.name}`,
    runs: `node dist/apps/${unit.name}/main.js`,
    does: `starts the unit ${unit.name} of what \`build\` made`,
  }));
};

const accountScripts = (architecture: Architecture): readonly Script[] => [
  ...(hasAccounts(architecture)
    ? [{ name: "token", runs: appScript("token"), does: `prints a token for development: \`-- --role NAME --user NAME${architecture.tenancy === null ? "" : " --tenant NAME"}\`` }]
    : []),
  ...(hasLogins(architecture) ? [{ name: "admin", runs: appScript("admin"), does: "makes the first administrator: `-- --email ADDRESS`" }] : []),
  ...(hasLogins(architecture) ? [{ name: "roles", runs: appScript("roles"), does: "gives an account these roles and no others: `-- --email ADDRESS --role NAME`" }] : []),
  ...(hasApiKeys(architecture)
    ? [{ name: "api-keys", runs: appScript("api-keys"), does: "makes, lists, rotates and revokes API keys: `-- create --name TEXT --role NAME`" }]
    : []),
  ...(hasProvider(architecture)
    ? [{ name: "identities", runs: appScript("identities"), does: "lists, adds and removes people of the identity provider, and the roles kept here: `-- add SUBJECT --role NAME`" }]
    : []),
];
