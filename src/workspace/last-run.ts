import { type Disk, readIfFile } from "./disk.ts";
import { parseManifest } from "./manifest.ts";
import { basePath, keptSpecPath, manifestPath } from "./paths.ts";

/** What is known of the run that last wrote a project. */
export interface LastRun {
  /** What the spec said, as it was handed over to be kept; null where nothing is kept. */
  readonly spec: string | null;
  /** A file as it was rendered, whatever became of it since; null where it was not. */
  readonly rendered: (path: string) => string | null;
}

export function lastRun(disk: Disk): LastRun {
  const text = readIfFile(disk, manifestPath)?.toString();
  const manifest = text === undefined ? "" : parseManifest(text);
  const rendered = (path: string): string | null => {
    const entry = typeof manifest === "string" ? undefined : manifest.get(path);
    return entry === undefined ? null : (readIfFile(disk, basePath(entry.base))?.toString() ?? null);
  };
  return { spec: readIfFile(disk, keptSpecPath)?.toString() ?? null, rendered };
}
