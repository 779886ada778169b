import { type Disk, readIfFile } from "./disk.ts";
import { parseManifest } from "./manifest.ts";
import { manifestPath } from "./paths.ts";

/** Says of a path whether keybeam wrote it, or may have: nobody knows where the manifest cannot be read. */
export function generatedFiles(disk: Disk): (path: string) => boolean {
  let manifest: ReturnType<typeof parseManifest> | null = null;
  return (path) => {
    const content = manifest === null ? readIfFile(disk, manifestPath) : null;
    manifest ??= content === null ? new Map() : parseManifest(content.toString());
    return typeof manifest === "string" || manifest.has(path);
  };
}
