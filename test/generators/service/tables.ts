import { generate, type History, nextMigrations, readHistory } from "../../../src/generators/index.ts";
import type { Architecture } from "../../../src/model/architecture.ts";
import type { FileTree } from "../../../src/model/file-tree.ts";
import { readSpec } from "../../../src/spec/index.ts";

/** A spec of one service, `sales`, from its entities; `more` are further lines of the service. */
export const salesOf = (entities: string, more = "", top = ""): Architecture => {
  const text = `keybeam: 1\nname: shop\ntopology: monolith\nauth: { model: none }\n${top}services:\n  sales:\n${more}    entities:\n${entities.replace(/^/gmu, "      ")}\n`;
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null || diagnostics.some((one) => one.severity === "error")) throw new Error(JSON.stringify(diagnostics));
  return architecture;
};

/** What the files of a rendering tell the next one. */
export const historyOf = (tree: FileTree): History => {
  const [history, faults] = readHistory(tree.map(({ path, content }) => ({ path, content, generated: true })));
  if (history === null) throw new Error(JSON.stringify(faults));
  return history;
};

export interface Next {
  readonly tree: FileTree;
  /** The texts of the migrations, as files, by their names without ending. */
  readonly migrations: ReadonlyMap<string, string>;
  readonly does: readonly string[];
  readonly pending: readonly string[];
}

/** One rendering after another; gives the last. */
export const renderedInTurn = (architectures: readonly Architecture[], contract: readonly string[] = []): Next => {
  let tree: FileTree = [];
  let last: Next | null = null;
  for (const architecture of architectures) {
    const options = { history: historyOf(tree), contract };
    tree = generate(architecture, { keybeam: "1.0.0", ...options });
    const next = nextMigrations(architecture, options);
    const migrations = new Map(tree.flatMap(({ path, content }) => {
      const [, name] = /^src\/services\/sales\/data\/migrations\/(\d.*)\.ts$/u.exec(path) ?? [];
      return name === undefined ? [] : [[name, content] as const];
    }));
    last = { tree, migrations, does: next.flatMap((one) => one.added.flatMap(({ does }) => does)), pending: next.flatMap((one) => one.pending.map(({ of }) => of)) };
  }
  if (last === null) throw new Error("nothing was rendered");
  return last;
};
