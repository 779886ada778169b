/** The ids of the catalogue of bad inputs, section by section. */
export const ids: readonly string[] = [
  ["Y", "01 02 03 05 06 07 09 10 11 13 14 15 17 18 19"],
  ["P", "02 03 04 06 07 08 10 11 12 14"],
  ["C", "01 02 04 05 06 08 09 10 12 13 14 16 17 18 20 21 22 24"],
  ["M", "01 02 04 05 06 08"],
  ["F", "01 02 04 05 06 08 09 10"],
  ["L", "02 03 04 06 07 08 10 11 12 14"],
].flatMap(([section = "", numbers = ""]) => numbers.split(" ").map((number) => `${section}${number}`));

/** Rows that tests elsewhere hold, which name what they hold and not the row: the file, and words of the test's name. */
export const elsewhere: Readonly<Record<string, readonly (readonly [file: string, says: string])[]>> = {
  Y05: [["test/e2e/cli.e2e.test.ts", "are 2 where the spec is no file, and never wait for one"]],
  P10: [
    ["test/workspace/plan.test.ts", "is a link inside the project, to a folder, to a file, or to nothing"],
    ["test/workspace/plan.test.ts", "is not a second name of a file outside: it keeps its bytes"],
    ["test/workspace/plan.test.ts", "is a link in place of keybeam's own folder"],
  ],
  P12: [["test/workspace/plan.test.ts", "is a folder for a file, a file for a folder, and a pipe"]],
  F02: [
    ["test/workspace/plan.test.ts", "is a file of the user's at a path that the spec wants"],
    ["test/e2e/cli.e2e.test.ts", "are 2 where a file of the user's is in the way, and nothing was written"],
  ],
  F04: [["test/workspace/recover.test.ts", "is refused where it %s, and nothing is touched"]],
  F05: [["test/workspace/transaction.walk.test.ts", "once with %s, at each change, costs nothing"]],
  F06: [
    ["test/e2e/cli.e2e.test.ts", "at each rename, unlink, link and fsync leaves files whole, and the next run ends it"],
    ["test/workspace/transaction.walk.test.ts", "at each of its changes leaves every file whole"],
    ["test/workspace/transaction.walk.test.ts", "is told from the plain loop, which tears files"],
    ["test/e2e/cli.e2e.test.ts", "finishes before it obeys a signal, and leaves a whole tree"],
  ],
  F08: [["test/workspace/saved-meanwhile.walk.test.ts", "is as they saved it, whenever that was"]],
  L03: [
    ["test/check/hostile.test.ts", "100,000 paths"],
    ["test/check/hostile.test.ts", "rootDirs outside, and many suffixes"],
  ],
  L06: [["test/check/hostile.test.ts", "ends on code of many %s"]],
  L07: [
    ["test/check/hostile.test.ts", "is not evaded by %s"],
    ["test/check/every-form.test.ts", "finds and follows: $name"],
  ],
  L08: [["test/check/hostile.test.ts", "is ignored by nothing but a comment with a reason"]],
  L10: [["test/spec/values.test.ts", "are judged in %s"]],
  L11: [
    ["test/check/hostile.test.ts", "workspaces of everything, and of what lies outside"],
    ["test/check/hostile.test.ts", "exports that fan out and lead in circles"],
  ],
  L12: [["test/commands/check.test.ts", "runs nothing that the repository names"]],
  L14: [
    ["test/e2e/cli.e2e.test.ts", "refuses %j with 2, on stderr, and says what was meant"],
    ["test/e2e/cli.e2e.test.ts", "that are closed, full, or left by their reader end in the code that is true"],
    ["test/e2e/cli.e2e.test.ts", "are the same bytes under every locale, zone and umask"],
  ],
};

/** Rows that no test holds, and why. */
export const untested: Readonly<Record<string, string>> = {
  P11: "A folder on the way that is swapped for a link between the look and the write: Node opens no file below an open folder, so the race cannot be closed, only made short. Every parent is looked at right before the transaction and each file's bytes right before its rename; what is left is the time between the two calls.",
  F09: "A mount inside the project wants root and a file system to mount, which no test has. The stage lies in the project, so that a rename crosses no device but such a mount; there the system refuses with EXDEV, which is an error at a change, held with those of F05: the run says so with the path, and nothing is lost.",
};

/** Parts of rows that the language or the tool has no place for, so that the row holds by what is not there. */
export const noPlace: Readonly<Record<string, string>> = {
  C10: "The language has no patterns: the key is unknown.",
  C12: "The language has no header names or values: the key is unknown.",
  C14: "The language has no SQL: the keys are unknown.",
  C17: "The language names no images; those of generated files are constants.",
  M02: "The language has no exclusive events and no saga steps; a reservation that can leak is the warning `leaking-reservation`.",
  M06: "No key turns TLS off. Origins are exact: `*` is none.",
};
