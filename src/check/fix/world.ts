import type { Project } from "../project.ts";
import type { Edit, Fix } from "./fix.ts";

/** A project as it is after some fixes, in memory. */
export interface World {
  readonly project: Project;
  /** For each file that fixes touched, its path now → its path before them all. */
  readonly origins: ReadonlyMap<string, string>;
}

export const worldOf = (project: Project): World => ({ project, origins: new Map() });

/** The world after these fixes, which must be `compatible`. */
export function applied({ project, origins }: World, fixes: readonly Fix[]): World {
  const moves = new Map(fixes.flatMap(({ move }) => (move === null ? [] : [[move.from, move.to] as const])));
  const texts = new Map<string, string>();
  const now = new Map(origins);
  const edits = grouped(fixes);
  for (const path of [...new Set([...edits.keys(), ...moves.keys()])].sort()) {
    const to = moves.get(path) ?? path;
    const origin = now.get(path) ?? path;
    now.delete(path);
    now.set(to, origin);
    texts.set(to, edited(project.read(path)[0] ?? "", edits.get(path) ?? []));
  }
  return { project: overlay(project, texts, new Set(moves.keys())), origins: now };
}

function grouped(fixes: readonly Fix[]): ReadonlyMap<string, readonly Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of fixes.flatMap(({ edits }) => edits)) groups.set(edit.path, [...(groups.get(edit.path) ?? []), edit]);
  return groups;
}

function edited(text: string, edits: readonly Edit[]): string {
  const fromEnd = [...edits].sort((a, b) => b.start - a.start);
  return fromEnd.reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text);
}

/** What is changed has no stat and no stamp, so that no cache takes it for the file on disk. */
function overlay(project: Project, texts: ReadonlyMap<string, string>, gone: ReadonlySet<string>): Project {
  const paths = [...new Set([...project.paths.filter((path) => !gone.has(path)), ...texts.keys()])].sort();
  const { readBytes, ...others } = project;
  const bytesOf: Project["readBytes"] = readBytes && ((path) => {
    const text = texts.get(path);
    return text === undefined ? readBytes(path) : [Buffer.from(`${text}\0`), ""];
  });
  return {
    ...others,
    ...(bytesOf === undefined ? {} : { readBytes: bytesOf }),
    paths,
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? project.read(path) : [text, ""];
    },
    stat: (path) => (texts.has(path) ? null : (project.stat?.(path) ?? null)),
    stamp: (path) => (texts.has(path) ? null : (project.stamp?.(path) ?? null)),
  };
}

/** Of these fixes, in their order, those that do not get in each other's way; the others may come in a later round. */
export function compatible(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Edit[] = [];
  const touched = new Set<string>();
  const moving = new Set<string>();
  return fixes.filter((fix) => {
    const files = filesOf(fix);
    const clashes = fix.move === null ? files.some((path) => moving.has(path)) || fix.edits.some((edit) => taken.some((other) => overlap(edit, other))) : files.some((path) => touched.has(path));
    if (clashes) return false;
    taken.push(...fix.edits);
    for (const path of files) touched.add(path);
    if (fix.move !== null) for (const path of files) moving.add(path);
    return true;
  });
}

/** Every file that a fix changes, by the paths before and after. */
export function filesOf({ edits, move }: Fix): readonly string[] {
  return [...new Set([...edits.map(({ path }) => path), ...(move === null ? [] : [move.from, move.to])])];
}

function overlap(a: Edit, b: Edit): boolean {
  return a.path === b.path && a.start < b.end && b.start < a.end;
}
