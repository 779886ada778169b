import type { Outcome } from "../../model/diagnostic.ts";
import { flagFault } from "../flag-fault.ts";
import { git } from "../git.ts";

/**
 * What changed below a folder since its branch left the commit `ref`: committed or not, new files and deleted ones too; paths from that
 * folder. git only reads, and is kept from running what the repository names.
 */
export async function changedSince(ref: string, folder: string): Promise<Outcome<ReadonlySet<string>>> {
  if (ref.startsWith("-")) return [null, [flagFault("--changed", `"${ref}" is no commit.`, "Name a branch, a tag or a commit.")]];
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (commit === null && ref === "HEAD" && (await git(folder, ["symbolic-ref", "--quiet", "HEAD"])) !== null) return beforeFirstCommit(folder);
  if (commit === null) return [null, [flagFault("--changed", `There is no commit "${ref}" here.`, "Fetch it first, or name another; in a shallow clone the history is missing.")]];
  const since = ["diff", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"];
  const changed = await git(folder, [...(await withoutFilters(folder)), ...since, "--merge-base", commit.trim(), "--"]);
  const added = await git(folder, ["ls-files", "--others", "--exclude-standard", "-z"]);
  if (changed === null || added === null)
    return [null, [flagFault("--changed", `git cannot say what changed since "${ref}".`, "In a shallow clone fetch the whole history first.")]];
  return [paths(`${changed}${added}`), []];
}

/** Where nothing was committed yet everything is new, as it is to a hook before the first commit. */
async function beforeFirstCommit(folder: string): Promise<Outcome<ReadonlySet<string>>> {
  const all = await git(folder, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  return all === null ? [null, [flagFault("--changed", "git cannot say which files there are.", "Check the whole project instead.")]] : [paths(all), []];
}

function paths(listed: string): ReadonlySet<string> {
  return new Set(listed.split("\0").filter((path) => path !== ""));
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
