import type { Ownership } from "../model/file-tree.ts";
import { pathFault } from "./paths.ts";

/** What keybeam knows of one file that it wrote. */
export interface Entry {
  /** Hash of the bytes last rendered; `.keybeam/base/` holds them. */
  readonly base: string;
  /** Permission bits as rendered: 0o644, or 0o755 for a script. */
  readonly mode: number;
  readonly ownership: Ownership;
  /** The keybeam that first rendered these bytes. */
  readonly keybeam: string;
  /** Hash of the rendering that lies under `.keybeam/conflicts/`, where the file was edited; it becomes the base once that is deleted. */
  readonly offered?: string;
  /** Of a seeded file: hash of what the spec asked of its code when it was last looked at. */
  readonly fits?: string;
  /** Of one that the spec asks something else of since: hash of the file as it was then. It is to be adapted while it is so. */
  readonly outdated?: string;
  /** What the spec asked when the outdated file was written. */
  readonly madeFor?: string;
  /** Hash of a file that fits something, as the last run that wrote anything found it; left out where it is the base. */
  readonly seen?: string;
}

export type Manifest = ReadonlyMap<string, Entry>;

export const manifestVersion = 1;

/** Sorted, one line a path, so that a change of one file is one line of a diff. */
export function printManifest(manifest: Manifest): string {
  const paths = [...manifest.keys()].sort();
  const lines = paths.map((path) => {
    const { mode, ...entry } = entryOf(manifest, path);
    return `    ${JSON.stringify(path)}: ${JSON.stringify({ ...entry, mode: mode.toString(8) })}`;
  });
  return `{\n  "version": ${manifestVersion},\n  "files": {\n${lines.join(",\n")}\n  }\n}\n`;
}

function entryOf(manifest: Manifest, path: string): Entry {
  const entry = manifest.get(path);
  if (entry === undefined) throw new Error(`no entry for ${path}`);
  return entry;
}

/** The manifest that a file holds, or a sentence that says why it is none. */
export function parseManifest(text: string): Manifest | string {
  const data = parseJson(text);
  if (!isRecord(data) || !isRecord(data.files)) return "it is no JSON object with `files`";
  if (data.version !== manifestVersion) return `its version is ${JSON.stringify(data.version)}, and this keybeam reads ${manifestVersion}`;
  const manifest = new Map<string, Entry>();
  for (const [path, value] of Object.entries(data.files)) {
    const entry = parseEntry(value);
    if (entry === null || pathFault(path) !== null) return `its entry ${JSON.stringify(path)} is malformed`;
    manifest.set(path, entry);
  }
  return manifest;
}

function parseEntry(value: unknown): Entry | null {
  if (!isRecord(value)) return null;
  const { base, mode, ownership, keybeam, offered, fits, outdated, madeFor, seen } = value;
  if (!isHash(base) || typeof keybeam !== "string" || typeof mode !== "string" || !/^[0-7]{3}$/.test(mode)) return null;
  if (ownership !== "seeded" && ownership !== "merged" && ownership !== "record") return null;
  const hashes = Object.entries({ offered, fits, outdated, madeFor, seen }).flatMap(([name, hash]) => (hash === undefined ? [] : [[name, hash] as const]));
  if (!hashes.every(([, hash]) => isHash(hash))) return null;
  return { base, mode: Number.parseInt(mode, 8), ownership, keybeam, ...Object.fromEntries(hashes) };
}

export function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that a JSON text holds; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
