import { camel, render } from "../../render/index.ts";
import type { KeptFile, ServiceHistory } from "../../history.ts";
import { arrayOf, line } from "../code/layout.ts";
import { serviceNames } from "../names.ts";
import type { Scope } from "../scope.ts";
import { created } from "./model/created.ts";
import { type Difference, difference, stored } from "./model/difference.ts";
import { modelOf } from "./model/of-spec.ts";
import { statementsIn } from "./model/sql.ts";
import { isApart, type Phase, phases, type Step } from "./model/step.ts";

/** A migration, in the order in which it runs. */
export interface MigrationFile {
  /** Without its folder. */
  readonly file: string;
  /** What it exports. */
  readonly name: string;
  /** One that was rendered before keeps its bytes; null where somebody else wrote it. */
  readonly text: { readonly kept: string } | { readonly body: string } | null;
}

/** The migrations of a service, and what its tables are after them. */
export interface Migrations extends Difference {
  readonly files: readonly MigrationFile[];
  /** Of each file that this rendering adds: its id, and what it does in words. */
  readonly added: readonly { readonly id: string; readonly does: readonly string[] }[];
}

/** Goes on from what was rendered before: a migration that may have run is never another, a change is the next one. */
export const migrationsOf = (scope: Scope, history: ServiceHistory | undefined, contract: readonly string[]): Migrations => {
  const { schema } = serviceNames(scope.service);
  const sql = statementsIn(schema);
  const asked = modelOf(scope);
  const before = history === undefined || history.model === null || history.migrations.length === 0 ? null : history;
  if (before === null) {
    const model = { tables: asked.tables.map(stored) };
    const tables = { up: created(asked.tables, sql), down: asked.tables.toReversed().map((table) => sql.dropTable(table.name)) };
    const id = "0001-create-tables";
    const files = asked.tables.length === 0 ? [] : [{ file: `${id}.ts`, name: "createTables", text: { body: textBody("createTables", id, tables) } }];
    return { model, steps: [], pending: [], files, added: [] };
  }
  const wishes = new Set(contract);
  const changed = difference(before.model ?? asked, asked, sql, (of) => wishes.has(`${scope.service.name}.${of}`));
  const kept = before.migrations.flatMap((file) => keptFile(file));
  const next = nextFiles(changed.steps, before.migrations.map((one) => basename(one.path)));
  return { ...changed, files: [...kept, ...next], added: next.map(({ id, does }) => ({ id, does })) };
};

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const EXPORTED = /^export const ([A-Za-z_$][\w$]*): Migration\b/m;

/** Of a file that exports none nobody knows what it is for: it is left out. */
const keptFile = ({ path, content, generated }: KeptFile): readonly MigrationFile[] => {
  const [, name] = EXPORTED.exec(content) ?? [];
  return name === undefined ? [] : [{ file: basename(path), name, text: generated ? { kept: content } : null }];
};

type Next = MigrationFile & { readonly id: string; readonly does: readonly string[] };

/** One migration for each kind of steps, since each runs in its own way. */
const nextFiles = (steps: readonly Step[], names: readonly string[]): readonly Next[] => {
  const last = Math.max(0, ...names.map((name) => Number(name.slice(0, 4))));
  const taken = new Set(names.map((name) => name.slice(5, -3)));
  const kinds = phases.map((phase) => steps.filter((step) => step.phase === phase)).filter((kind) => kind.length > 0);
  return kinds.map((kind, index): Next => {
    const slug = freeSlug(slugOf(kind), taken);
    taken.add(slug);
    const id = `${String(last + 1 + index).padStart(4, "0")}-${slug}`;
    const sides = { up: kind.flatMap((step) => step.up), down: kind.toReversed().flatMap((step) => step.down) };
    const name = camel(slug);
    return { id, file: `${id}.ts`, name, text: { body: bodyOf(kind[0]?.phase ?? "open", name, id, sides) }, does: kind.flatMap(({ words }) => (words === "" ? [] : [words])) };
  });
};

const LONGEST = 60;

const slugOf = (steps: readonly Step[]): string => {
  const spoken = steps.filter((step) => step.words !== "");
  const slugs = [...new Set((spoken.length === 0 ? steps : spoken).map((step) => step.slug))];
  const [first = "", second = ""] = slugs;
  const both = `${first}-and-${withoutBeginning(second, first)}`;
  if (slugs.length === 2 && both.length <= LONGEST) return both;
  return slugs.length > 1 ? `${first.slice(0, LONGEST)}-and-${slugs.length - 1}-more` : first.slice(0, LONGEST);
};

/** `add-order-note` after `add-order-gift` is but `note`. */
const withoutBeginning = (slug: string, first: string): string => {
  const [words, others] = [slug.split("-"), first.split("-")];
  const same = words.findIndex((word, index) => word !== others[index]);
  return words.slice(Math.max(same, 0)).join("-");
};

const freeSlug = (slug: string, taken: ReadonlySet<string>): string => {
  for (let n = 2; ; n += 1) {
    const name = n === 2 ? slug : `${slug}-${n - 1}`;
    if (!taken.has(name)) return name;
  }
};

interface Sides {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const bodyOf = (phase: Phase, name: string, id: string, sides: Sides): string => (isApart(phase) ? listBody(name, id, sides) : textBody(name, id, sides));

const textBody = (name: string, id: string, { up, down }: Sides): string =>
  render("service/migration.ts.hbs", { name, id, up: up.map(inTemplate), down: down.map(inTemplate) });

const listBody = (name: string, id: string, { up, down }: Sides): string => {
  const list = (side: string, statements: readonly string[]): string => line(2, `${side}: `, arrayOf(statements.map((one) => `\`${inTemplate(one)}\``)), ",");
  return `export const ${name}: Migration = {\n  id: "${id}",\n${list("up", up)}\n${list("down", down)}\n};\n`;
};

/** Text inside a template literal. */
export const inTemplate = (text: string): string => text.replace(/[\\`]|\$\{/gu, (found) => `\\${found}`);
