import { generate, type History, historyPaths, type NextMigrations, nextMigrations, readHistory, renamesOf } from "../generators/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { FileTree } from "../model/file-tree.ts";
import type { Rename } from "../model/rename.ts";
import { type Disk, nodeDisk, type ReadHistory, readHistoryFiles } from "../workspace/index.ts";
import { locate } from "../spec/index.ts";
import { flagFault } from "./flag-fault.ts";
import { keybeamDependency, upgradedDependency } from "./origin.ts";

export interface Rendering {
  readonly tree: FileTree;
  /** What it says of the dependency on keybeam. */
  readonly dependency: string;
  readonly migrations: readonly NextMigrations[];
  readonly renames: readonly Rename[];
  /** What it goes on from. */
  readonly read: ReadHistory;
}

export interface RenderingWishes {
  /** What left the spec and is to leave the database too, named between commas. */
  readonly contract?: string | undefined;
  /** Whether that was asked for when a plan was made: where it is no more, the plan is not this one, and is refused for what moved. */
  readonly agreed?: boolean | undefined;
  /** Whether the project is to depend on this keybeam, where it depends on one of a version. */
  readonly upgrade?: boolean | undefined;
  /** What the project is read from. */
  readonly disk?: Disk;
}

/** What a spec means for the project in a folder: a rendering goes on from the tables that were rendered there before. */
export function renderingFor(architecture: Architecture, folder: string, { contract, agreed = false, upgrade = false, disk = nodeDisk(folder) }: RenderingWishes = {}): Outcome<Rendering> {
  const read = readHistoryFiles(disk, historyPaths);
  const [history, faults] = readHistory(read.files);
  if (history === null) return [null, faults];
  const taken = takenNames(architecture, history);
  if (taken.length > 0) return [null, taken];
  const wished = contract === undefined ? [] : contract.split(",").map((name) => name.trim());
  const pending = wished.length === 0 ? [] : nextMigrations(architecture, { history }).flatMap((one) => one.pending.map(({ of }) => of));
  const unknown = agreed ? undefined : wished.find((name) => !pending.includes(name));
  if (unknown !== undefined) return [null, [nothingLeft(unknown, pending)]];
  const dependency = upgrade ? upgradedDependency(folder) : keybeamDependency(folder);
  const options = { keybeam: dependency, history, contract: wished };
  return [{ dependency, read, tree: generate(architecture, options), migrations: nextMigrations(architecture, options), renames: renamesOf(architecture) }, []];
}

/** A service that is to go on under a name whose tables of before are still there: it would go on from those, and its own rows would be out of sight. */
function takenNames(architecture: Architecture, history: History): readonly Diagnostic[] {
  const { services } = architecture;
  const hasTables = (name: string): boolean => (history.get(name)?.model?.tables.length ?? 0) > 0;
  const clashes = services.filter(({ name, was }) => was !== null && hasTables(was) && hasTables(name) && !services.some((other) => other.name === was));
  return clashes.map(({ name, was }): Diagnostic => {
    const at = locate(architecture, `services.${name}.was`);
    return {
      rule: "name-clash",
      severity: "error",
      message: `${was} cannot go on as ${name}: of a service ${name} that left the spec the database still has the tables.`,
      at: { ...at, file: at.file.slice(at.file.lastIndexOf("/") + 1) },
      related: [],
      help: `Choose another name; or first let the other's tables go: take the line out, \`keybeam generate --contract ${name}\`, and rename then.`,
    };
  });
}

function nothingLeft(name: string, pending: readonly string[]): Diagnostic {
  const help = pending.length === 0 ? "Nothing is left in the database that the spec does not ask for." : `What waits to be asked for: ${[...new Set(pending)].join(", ")}.`;
  return flagFault("--contract", `${JSON.stringify(name)} is nothing that the database holds beyond the spec.`, help);
}
