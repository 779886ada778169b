import { type Changed, isCode, LIMITS } from "../../check/index.ts";
import type { Outcome } from "../../model/diagnostic.ts";
import { flagFault } from "../flag-fault.ts";
import { git, gitBytes } from "../git.ts";

/**
 * What changed below a folder since its branch left the commit `ref`: committed or not, new files and deleted ones too; paths from that
 * folder, with the text that they had then. git only reads, and is kept from running what the repository names.
 */
export async function changedSince(ref: string, folder: string): Promise<Outcome<Changed>> {
  if (ref.startsWith("-")) return [null, [flagFault("--changed", `"${ref}" is no commit.`, "Name a branch, a tag or a commit.")]];
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (commit === null && ref === "HEAD" && (await git(folder, ["symbolic-ref", "--quiet", "HEAD"])) !== null) return beforeFirstCommit(folder);
  if (commit === null) return [null, [flagFault("--changed", `There is no commit "${ref}" here.`, "Fetch it first, or name another; in a shallow clone the history is missing.")]];
  const since = ["diff", "--raw", "--no-abbrev", "-z", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"];
  const changed = await git(folder, [...(await withoutFilters(folder)), ...since, "--merge-base", commit.trim(), "--"]);
  const added = await git(folder, ["ls-files", "--others", "--exclude-standard", "-z"]);
  const former = changed === null ? null : await formerTexts(formerBlobs(changed), folder);
  if (former === null || added === null)
    return [null, [flagFault("--changed", `git cannot say what changed since "${ref}".`, "In a shallow clone fetch the whole history first.")]];
  return [new Map([...newFiles(added), ...former]), []];
}

/** Where nothing was committed yet everything is new, as it is to a hook before the first commit. */
async function beforeFirstCommit(folder: string): Promise<Outcome<Changed>> {
  const all = await git(folder, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  return all === null ? [null, [flagFault("--changed", "git cannot say which files there are.", "Check the whole project instead.")]] : [newFiles(all), []];
}

function newFiles(listed: string): Changed {
  return new Map(listed.split("\0").flatMap((path) => (path === "" ? [] : [[path, null]])));
}

/** Each path with the name of the text that it had, null where it was no file, of `:100644 100644 <before> <after> M` and the path, a zero byte behind each. */
function formerBlobs(raw: string): Changed {
  const words = raw.split("\0");
  return new Map(
    words.flatMap((path, index) => {
      const [mode = "", , blob = ""] = index % 2 === 0 ? [] : (words[index - 1] ?? "").slice(1).split(" ");
      return index % 2 === 0 ? [] : [[path, mode.startsWith("100") ? blob : null]];
    }),
  );
}

/** The texts by these names. Of what is neither code nor configuration, and of what is too large to be checked, it counts alone that it was there. */
async function formerTexts(blobs: Changed, folder: string): Promise<Changed | null> {
  const named = [...blobs].flatMap(([path, blob]) => (blob !== null && (isCode(path) || path.endsWith(".json")) ? [blob] : []));
  const wanted = [...new Set(named)];
  const sizes = wanted.length === 0 ? "" : await git(folder, ["cat-file", "--batch-check=%(objectname) %(objectsize)"], `${wanted.join("\n")}\n`);
  const small = sizes?.split("\n").flatMap((line) => (Number(line.split(" ")[1]) <= LIMITS.fileBytes ? (line.split(" ")[0] ?? []) : []));
  const batch = small === undefined ? null : small.length === 0 ? Buffer.alloc(0) : await gitBytes(folder, ["cat-file", "--batch=%(objectname) %(objectsize)"], `${small.join("\n")}\n`);
  if (batch === null) return null;
  const texts = textsIn(batch);
  return new Map([...blobs].map(([path, blob]) => [path, blob === null ? null : (texts.get(blob) ?? "")]));
}

/** What `git cat-file --batch` writes: of each object a line with its name and size in bytes, its bytes, and a line's end. */
function textsIn(batch: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < batch.length; ) {
    const begin = batch.indexOf(10, at) + 1;
    const [name = "", size = ""] = batch.toString("latin1", at, begin - 1).split(" ");
    texts.set(name, batch.toString("utf8", begin, begin + Number(size)));
    at = begin + Number(size) + 1;
  }
  return texts;
}

/** A filter is a program that git would run on a changed file before it compares; each one that is set up is set to nothing. */
async function withoutFilters(folder: string): Promise<readonly string[]> {
  const set = await git(folder, ["config", "-z", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process|required)$"]);
  return (set ?? "").split("\0").flatMap((key) => (key === "" ? [] : ["-c", `${key}=${key.endsWith(".required") ? "false" : ""}`]));
}

/** What decides for every file how it is read: where that changed, everything did. */
export function changesEverything(path: string, spec: string): boolean {
  return path === spec || /(?:^|\/)(?:[tj]sconfig[^/]*\.json|package\.json|pnpm-workspace\.yaml)$/.test(path);
}
