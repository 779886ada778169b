import { type Disk, readIfFile } from "./disk.ts";
import { parseManifest } from "./manifest.ts";
import { basePath, keptSpecPath, manifestPath, versionPath } from "./paths.ts";

/** What is known of the run that last wrote a project. */
export interface LastRun {
  /** The version of the keybeam that wrote; of one that did not note it, the newest that any file is of. Null before the first run. */
  readonly keybeam: string | null;
  /** What the spec said, as it was handed over to be kept; null where nothing is kept. */
  readonly spec: string | null;
  /** A file as it was rendered, whatever became of it since; null where it was not. */
  readonly rendered: (path: string) => string | null;
}

/** What the spec said at the run that last wrote a project, and nothing else of that run; null where nothing is kept. */
export const lastSpec = (disk: Disk): string | null => readIfFile(disk, keptSpecPath)?.toString() ?? null;

export function lastRun(disk: Disk): LastRun {
  const text = readIfFile(disk, manifestPath)?.toString();
  const manifest = text === undefined ? "" : parseManifest(text);
  const rendered = (path: string): string | null => {
    const entry = typeof manifest === "string" ? undefined : manifest.get(path);
    return entry === undefined ? null : (readIfFile(disk, basePath(entry.base))?.toString() ?? null);
  };
  const noted = readIfFile(disk, versionPath)?.toString().trim();
  const newest = typeof manifest === "string" ? null : ([...manifest.values()].map(({ keybeam }) => keybeam).sort(byVersion).at(-1) ?? null);
  return { keybeam: noted === undefined || noted === "" ? newest : noted, spec: readIfFile(disk, keptSpecPath)?.toString() ?? null, rendered };
}

/** Orders versions as semver does, but for the parts of a prerelease, which are compared as text. Below 0 where the first is the older. */
export function byVersion(a: string, b: string): number {
  const [[core, early], [otherCore, otherEarly]] = [partsOf(a), partsOf(b)];
  const at = core.findIndex((part, index) => part !== otherCore[index]);
  if (at >= 0) return (core[at] ?? 0) - (otherCore[at] ?? 0);
  if (early === otherEarly) return 0;
  return early === "" ? 1 : otherEarly === "" ? -1 : early < otherEarly ? -1 : 1;
}

/** `0.2.0-rc.1` → 0, 2, 0 and `rc.1`. */
function partsOf(version: string): readonly [core: readonly number[], early: string] {
  const [core = "", ...early] = (version.split("+")[0] ?? "").split("-");
  return [core.split(".").map((part) => Number.parseInt(part, 10) || 0), early.join("-")];
}
