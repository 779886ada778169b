import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keybeam, mustRun } from "./command.ts";

export interface Project {
  readonly folder: string;
  readonly remove: () => void;
}

/** A folder of its own below the temporary one, by its real path. */
export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "keybeam-e2e-")));

/** A project from an example, not installed yet. */
export const newFromExample = (example: string): Project =>
  make((home) => keybeam(["new", "demo", "--example", example, "--yes"], { cwd: home }));

/** A project from a spec, not installed yet. */
export const newFromSpec = (spec: string): Project =>
  make((home) => {
    writeFileSync(join(home, "architecture.yaml"), spec);
    keybeam(["new", "demo", "--spec", "architecture.yaml", "--yes"], { cwd: home });
  });

const make = (write: (home: string) => unknown): Project => {
  const home = temporaryFolder();
  write(home);
  return { folder: join(home, "demo"), remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
};

/** Installs what package.json names. Projects that name the same share one installation, which the first of them makes. */
export const install = ({ folder }: Project): void => {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as Record<string, unknown>;
  const named = { dependencies, devDependencies, optionalDependencies, overrides };
  const key = createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 16);
  const shared = join(tmpdir(), `keybeam-e2e-packages-${key}`);
  if (!existsSync(shared)) {
    const fresh = mkdtempSync(join(tmpdir(), "keybeam-e2e-fresh-"));
    writeFileSync(join(fresh, "package.json"), JSON.stringify({ name: "packages", private: true, ...named }));
    mustRun("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: fresh });
    // Postgres does not run as root, so where the tests do its binaries must be open to another user.
    chmodSync(fresh, 0o755);
    share(fresh, shared);
  }
  // Another topology of the same project may want other packages.
  rmSync(join(folder, "node_modules"), { force: true });
  symlinkSync(join(shared, "node_modules"), join(folder, "node_modules"));
};

/** Another test may have been faster. */
const share = (fresh: string, shared: string): void => {
  try {
    renameSync(fresh, shared);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(shared)) throw error;
  }
};

/** The content of every file below a folder, by path, but for what is kept for speed alone. */
export const contentsOf = (folder: string): ReadonlyMap<string, string> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const cache = join(folder, ".keybeam/cache");
  const paths = files.filter(({ parentPath }) => parentPath !== cache).map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
};
