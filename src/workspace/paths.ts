/** Where keybeam keeps what it knows of a project. `lock`, `tx/` and `undo/` are ignored by git, the rest is committed. */
export const home = ".keybeam";
export const lockPath = `${home}/lock`;
export const manifestPath = `${home}/manifest.json`;
/** What the spec said when the project was last rendered. */
export const keptSpecPath = `${home}/spec.json`;
/** The keybeam that last wrote the project. */
export const versionPath = `${home}/version`;
export const ignorePath = `${home}/.gitignore`;
export const transactionPath = `${home}/tx`;
export const stagePath = `${transactionPath}/stage`;
export const journalPath = `${transactionPath}/journal.json`;

/** What the last run changed, and the bytes that it replaced. */
export const undoFolder = `${home}/undo`;
export const undoRecordPath = `${undoFolder}/run.json`;

/** The bytes last rendered, by the hash of their content. */
export const basePath = (hash: string): string => `${home}/base/${hash}`;
export const conflictsFolder = `${home}/conflicts`;
/** The new rendering of a file that was edited, beside which the edited one stays. */
export const conflictPath = (path: string): string => `${conflictsFolder}/${path}`;

const longestPath = 200;

/**
 * Why a path may not be written, or null where it may: it must stay inside the project, out of `.git`, and be a path on every system.
 * The journal of an unfinished transaction is held to the same rule, since anybody may have put it there.
 */
export function pathFault(path: string): string | null {
  if (path === "" || path.length > longestPath) return `a path has 1 to ${longestPath} characters`;
  if (/[\\:*?"<>|\p{Cc}]/u.test(path)) return "it holds a character that is none of a path on every system";
  const names = path.split("/");
  if (names.some((name) => name === "" || name === "." || name === "..")) return "it leads outside the project";
  if (names.some((name) => name.toLowerCase() === ".git" || /[. ]$/.test(name))) return "a name in it is reserved";
  return null;
}
