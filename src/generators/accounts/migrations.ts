import type { Architecture } from "../../model/architecture.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import { hasAccounts, hasApiKeys, hasLogins, hasMails, hasProvider } from "../access/accounts.ts";
import type { KeptFile } from "../history.ts";
import type { NextMigrations } from "../migrations-of-service.ts";
import type { GenerateOptions } from "../options.ts";
import { camel, copied, render } from "../render/index.ts";

/** What a migration of the built-in service makes, under the number that it has where it is the first of its kind. */
interface Part {
  readonly file: string;
  /** What it exports. */
  readonly name: string;
  readonly isNeeded: (architecture: Architecture) => boolean;
  /** What holds rows that the spec may come to ask for no more: its name for `--contract`, and what it is. */
  readonly holds?: readonly [of: string, what: string];
}

const PARTS: readonly Part[] = [
  { file: "0001-accounts", name: "m0001", isNeeded: () => true },
  { file: "0002-add-tenants", name: "addTenants", isNeeded: ({ tenancy }) => tenancy !== null, holds: ["tenants", "the column tenant of accounts"] },
  { file: "0003-add-api-keys", name: "addApiKeys", isNeeded: hasApiKeys, holds: ["apiKeys", "the table api_keys"] },
  { file: "0004-add-identities", name: "addIdentities", isNeeded: hasProvider, holds: ["identities", "the table identities"] },
  { file: "0005-add-mails", name: "addMails", isNeeded: hasMails, holds: ["mails", "the tables mails and one_time_tokens"] },
  { file: "0006-add-verification", name: "addVerification", isNeeded: (one) => hasMails(one) && one.auth.emailVerification !== null, holds: ["verification", "the column email_verified_at"] },
  { file: "0007-add-ends", name: "addEnds", isNeeded: hasLogins },
];

const FOLDER = "src/services/accounts/data/migrations";
const MIGRATION = /^src\/services\/accounts\/data\/migrations\/\d/u;

export const isAccountMigration = ({ path }: Pick<GeneratedFile, "path">): boolean => MIGRATION.test(path);

interface Listed {
  readonly file: string;
  readonly name: string;
  /** Null where somebody else wrote it. */
  readonly text: string | null;
  readonly does?: string;
}

/** The migrations in the order in which they run, and what stays although no way to log in needs it. */
export interface AccountMigrations {
  readonly listed: readonly Listed[];
  readonly pending: NextMigrations["pending"];
}

/**
 * Goes on from what was rendered before: a migration that may have run stays, whatever the spec asks for now. What is wanted again, or is to go, takes
 * the next number.
 */
export const accountMigrations = (architecture: Architecture, { history, contract = [] }: Pick<GenerateOptions, "history" | "contract">): AccountMigrations => {
  const kept = (history?.get("accounts")?.migrations ?? []).flatMap(listedOf);
  const listed = [...kept];
  const pending: { readonly of: string; readonly message: string }[] = [];
  for (const part of PARTS) {
    const text = textOf(part, architecture);
    const isThere = standsAfter(kept, part);
    const asked = part.holds === undefined ? null : { of: `accounts.${part.holds[0]}`, what: part.holds[1] };
    if (part.isNeeded(architecture)) {
      if (!isThere) listed.push(another(part, listed, text, false));
    } else if (isThere && asked !== null) {
      if (contract.includes(asked.of)) listed.push(another(part, listed, text, true));
      else pending.push({ of: asked.of, message: `nothing in the spec needs ${asked.what} any more, which stays with what it holds` });
    }
  }
  return { listed: listed.toSorted((a, b) => (a.file < b.file ? -1 : 1)), pending };
};

/** The first migration of a kind, as a project has it that begins with it. */
const textOf = ({ file }: Part, { tenancy }: Architecture): string => {
  const path = `${FOLDER}/${file}.ts`;
  const [fixed] = copied("accounts", (one) => one === path);
  return fixed?.content ?? render(`accounts/${path}.hbs`, { tenants: tenancy !== null });
};

const listedOf = ({ path, content, generated }: KeptFile): readonly Listed[] => {
  const [, name] = /^export const ([A-Za-z_$][\w$]*): Migration\b/mu.exec(content) ?? [];
  return name === undefined ? [] : [{ file: path.slice(path.lastIndexOf("/") + 1, -".ts".length), name, text: generated ? content : null }];
};

/** `add-api-keys`, and what takes it back. */
const slugOf = ({ file }: Part): string => file.slice(5);
const dropOf = (part: Part): string => `drop-${slugOf(part).replace(/^add-/u, "")}`;

const ofSlug = (listed: readonly Listed[], slug: string): readonly Listed[] => listed.filter(({ file }) => file.slice(5).replace(/-\d+$/u, "") === slug);

/** Whether what a part makes is there once all of these have run. */
const standsAfter = (kept: readonly Listed[], part: Part): boolean => ofSlug(kept, slugOf(part)).length > ofSlug(kept, dropOf(part)).length;

/** The next migration that makes a part, or takes it back: up is what was down. */
const another = (part: Part, listed: readonly Listed[], text: string, isDrop: boolean): Listed => {
  const slug = isDrop ? dropOf(part) : slugOf(part);
  const earlier = ofSlug(listed, slug).length;
  if (!isDrop && earlier === 0) return { file: part.file, name: part.name, text, does: `makes ${part.holds?.[1] ?? "what accounts need"}` };
  const last = Math.max(...[...listed, ...PARTS].map(({ file }) => Number(file.slice(0, 4))));
  const file = `${String(last + 1).padStart(4, "0")}-${slug}${earlier === 0 ? "" : `-${earlier + 1}`}`;
  const name = camel(file.slice(5));
  const own = text.replace(`export const ${part.name}:`, `export const ${name}:`).replace(`id: "${part.file}"`, `id: "${file}"`);
  const what = part.holds?.[1] ?? "";
  return { file, name, text: isDrop ? turned(own) : own, does: isDrop ? `deletes ${what} with what is in it` : `makes ${what} again` };
};

const turned = (text: string): string => text.replace(/^( {2})up: ([\s\S]*),\n {2}down: ([\s\S]*),\n\};\n$/mu, (_all, indent: string, up: string, down: string) => `${indent}up: ${down},\n${indent}down: ${up},\n};\n`);

/** Those that keybeam renders, as files. */
export const migrationFiles = ({ listed }: AccountMigrations): readonly GeneratedFile[] =>
  listed.flatMap(({ file, text }) => (text === null ? [] : [{ path: `${FOLDER}/${file}.ts`, content: text, ownership: "merged" as const }]));

/** What this rendering adds to those before, for people. */
export const nextAccountMigrations = (architecture: Architecture, options: Pick<GenerateOptions, "history" | "contract">): readonly NextMigrations[] => {
  if (!hasAccounts(architecture)) return [];
  const { listed, pending } = accountMigrations(architecture, options);
  const { history } = options;
  const isFirst = (history?.get("accounts")?.migrations ?? []).length === 0;
  const added = isFirst ? [] : listed.flatMap(({ file, does }) => (does === undefined ? [] : [{ id: file, does: [does] }]));
  return added.length + pending.length === 0 ? [] : [{ service: "accounts", added, pending }];
};
