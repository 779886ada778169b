import { run } from "../../src/cli.ts";
import type { Io, Sink } from "../../src/commands/context.ts";

/** A sink that remembers what was written. */
export function memorySink(isTty = false): Sink & { readonly text: () => string } {
  const written: string[] = [];
  return { isTty, write: async (text) => void written.push(text), text: () => written.join("") };
}

/** Runs keybeam in this process, as a person without a terminal would. */
export async function keybeam(cwd: string, args: readonly string[], world: Partial<Io> = {}) {
  const [stdout, stderr] = [memorySink(), memorySink()];
  const code = await run(args, { cwd, env: {}, stdin: { isTty: false }, stdout, stderr, ...world });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
