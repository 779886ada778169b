const quietly = { GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" };
/** So that nothing that the repository names is run. */
const safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

/** What git says to a command in a folder, to its last byte; null where it fails, is not there, or takes longer than a minute. */
export async function git(folder: string, args: readonly string[], input: string | Buffer = ""): Promise<string | null> {
  const { execa } = await import("execa");
  const ended = await execa("git", [...safe, ...args], { cwd: folder, env: quietly, input, reject: false, timeout: 60_000, stripFinalNewline: false });
  return ended.failed ? null : ended.stdout;
}

/** The same as bytes, a gibibyte of them at most. */
export async function gitBytes(folder: string, args: readonly string[], input: string): Promise<Buffer | null> {
  const { execa } = await import("execa");
  const options = { cwd: folder, env: quietly, input, reject: false, timeout: 60_000, stripFinalNewline: false, encoding: "buffer", maxBuffer: 2 ** 30 } as const;
  const ended = await execa("git", [...safe, ...args], options);
  return ended.failed ? null : Buffer.from(ended.stdout);
}
