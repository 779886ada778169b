/** The program as `bin/keybeam.js` starts it from what was built. */
import { join } from "node:path";
import type { main } from "./cli.ts";
import { programWith } from "./compiled.ts";

/** `dist` is the folder of what was built; `outside` loads what is not part of it. */
export async function start(dist: string, argv: readonly string[], outside: (id: string) => unknown): Promise<void> {
  // Should the run end before it came to an end, that was no success.
  process.exitCode = 2;
  let isSound = true;
  const fail = (error: unknown): void => {
    process.exitCode = 2;
    // Where nothing can be written, saying so fails too.
    if (isSound) process.stderr.on("error", () => {}).write(complaint(error, argv.includes("--debug")));
    isSound = false;
  };
  process.on("uncaughtException", fail);
  try {
    const { load, keep } = programWith(join(dist, "..", ".compiled", storeName(argv[0])), outside);
    const program = load(join(dist, "cli.js")) as { readonly main: typeof main };
    const exitCode = await program.main(argv);
    if (!isSound) return;
    process.exitCode = exitCode;
    // A word that is no command ends in 2: it brings no file.
    if (exitCode !== 2) keep();
  } catch (error) {
    fail(error);
  }
}

/** What `main` did not foresee, as one line. */
function complaint(error: unknown, debug: boolean): string {
  const [line = ""] = String(error).split("\n");
  const stack = debug && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const hint = debug ? "" : " With --debug it shows where.";
  return `bug: ${line.replaceAll(/\p{C}/gu, "?")} This is a fault of keybeam itself, or of how it was installed.${hint}\n${stack}`;
}

/** One for each command, since each calls other functions, and for each Node. */
const storeName = (word = ""): string => `${word.replaceAll(/[^a-z]/gu, "") || "keybeam"}-${process.version}-${process.arch}`;
