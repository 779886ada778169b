import { camel, render, sqlName } from "../../render/index.ts";
import type { History, KeptFile, ServiceHistory } from "../../history.ts";
import { arrayOf, line } from "../code/layout.ts";
import { serviceNames } from "../names.ts";
import type { Scope } from "../scope.ts";
import { created } from "./model/created.ts";
import type { DataModel } from "./model/model.ts";
import { type Difference, difference, stored } from "./model/difference.ts";
import { modelOf } from "./model/of-spec.ts";
import { statementsIn } from "./model/sql.ts";
import { isApart, phases, slugOf as slugOfNames, type Step } from "./model/step.ts";

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
export const migrationsOf = (scope: Scope, history: History | undefined, contract: readonly string[]): Migrations => {
  const { schema } = serviceNames(scope.service);
  const sql = statementsIn(schema);
  const asked = modelOf(scope);
  const [before, moved] = historyFor(scope, history);
  if (before === null) {
    const model = { tables: asked.tables.map(stored) };
    const tables = { up: created(asked.tables, sql), down: asked.tables.toReversed().map((table) => sql.dropTable(table.name)) };
    // A database may hold a schema of this name that was given up: no migration of the one and of the other is called the same.
    const gone = history?.get(scope.service.name)?.model?.gone;
    const id = `${String(1 + Math.max(0, ...(gone ?? []).map(numberOf))).padStart(4, "0")}-create-tables`;
    const files = asked.tables.length === 0 ? [] : [{ file: `${id}.ts`, name: "createTables", text: { body: textBody("createTables", id, tables) } }];
    return { model: { ...model, ...(gone === undefined ? {} : { gone }) }, steps: [], pending: [], files, added: [] };
  }
  const wishes = new Set(contract);
  const changed = difference(before.model ?? asked, asked, sql, (of) => wishes.has(`${scope.service.name}.${of}`));
  const kept = before.migrations.flatMap((file) => keptFile(file));
  const next = nextFiles([...moved, ...changed.steps], before.migrations.map((one) => basename(one.path)));
  const { gone } = before.model ?? {};
  return { ...changed, model: { ...changed.model, ...(gone === undefined ? {} : { gone }) }, steps: [...moved, ...changed.steps], files: [...kept, ...next], added: next.map(({ id, does }) => ({ id, does })) };
};

/** What was rendered of a service, under the name that it had then, and the step from that to its name. */
const historyFor = ({ service, architecture }: Scope, history: History | undefined): readonly [ServiceHistory | null, readonly Step[]] => {
  const whole = (name: string): ServiceHistory | null => {
    const found = history?.get(name);
    if (found === undefined || found.model === null) return null;
    const migrations = [...back(found.model), ...found.migrations].toSorted((a, b) => (basename(a.path) < basename(b.path) ? -1 : 1));
    return migrations.length === 0 ? null : { ...found, migrations };
  };
  const own = whole(service.name);
  const was = service.was === null || architecture.services.some((one) => one.name === service.was) ? null : whole(service.was);
  return own !== null || was === null ? [own, []] : [was, [schemaRenamed(serviceNames({ name: service.was ?? "" }).schema, serviceNames(service).schema)]];
};

/** The migrations of a service that had left and is there again, as they were. */
const back = ({ migrations = new Map<string, string>() }: DataModel): readonly KeptFile[] =>
  [...migrations].map(([id, content]) => ({ path: `${id}.ts`, content, generated: true }));

const schemaRenamed = (from: string, to: string): Step => ({
  phase: "open",
  up: [`alter schema ${sqlName(from)} rename to ${sqlName(to)};`],
  down: [`alter schema ${sqlName(to)} rename to ${sqlName(from)};`],
  words: `renames the schema ${from} to ${to}`,
  slug: `rename-${slugOfNames(from)}-to-${slugOfNames(to)}`,
  schema: { from, to },
});

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const numberOf = (name: string): number => Number(name.slice(0, 4));

const EXPORTED = /^export const ([A-Za-z_$][\w$]*): Migration\b/m;

/** Of a file that exports none nobody knows what it is for: it is left out. */
const keptFile = ({ path, content, generated }: KeptFile): readonly MigrationFile[] => {
  const [, name] = EXPORTED.exec(content) ?? [];
  return name === undefined ? [] : [{ file: basename(path), name, text: generated ? { kept: content } : null }];
};

type Next = MigrationFile & { readonly id: string; readonly does: readonly string[] };

/** One migration for each kind of steps, since each runs in its own way. */
const nextFiles = (steps: readonly Step[], names: readonly string[]): readonly Next[] => {
  const last = Math.max(0, ...names.map(numberOf));
  const taken = new Set(names.map((name) => name.slice(5, -3)));
  const kinds = phases.map((phase) => steps.filter((step) => step.phase === phase)).filter((kind) => kind.length > 0);
  return kinds.map((kind, index): Next => {
    const slug = freeSlug(slugOf(kind), taken);
    taken.add(slug);
    const id = `${String(last + 1 + index).padStart(4, "0")}-${slug}`;
    const sides = { up: kind.flatMap((step) => step.up), down: kind.toReversed().flatMap((step) => step.down) };
    const name = camel(slug);
    return { id, file: `${id}.ts`, name, text: { body: bodyOf(kind, name, id, sides) }, does: kind.flatMap(({ words }) => (words === "" ? [] : [words])) };
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

const bodyOf = (steps: readonly Step[], name: string, id: string, sides: Sides): string =>
  steps.some(({ phase }) => isApart(phase)) ? listBody(name, id, sides) : textBody(name, id, sides, steps.find(({ schema }) => schema !== undefined)?.schema);

const textBody = (name: string, id: string, { up, down }: Sides, schema?: Step["schema"]): string =>
  render("service/migration.ts.hbs", { name, id, schema: schema ?? null, up: up.map(inTemplate), down: down.map(inTemplate) });

const listBody = (name: string, id: string, { up, down }: Sides): string => {
  const list = (side: string, statements: readonly string[]): string => line(2, `${side}: `, arrayOf(statements.map((one) => `\`${inTemplate(one)}\``)), ",");
  return `export const ${name}: Migration = {\n  id: "${id}",\n${list("up", up)}\n${list("down", down)}\n};\n`;
};

/** Text inside a template literal. */
export const inTemplate = (text: string): string => text.replace(/[\\`]|\$\{/gu, (found) => `\\${found}`);
