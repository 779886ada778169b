/** The program as `bin/keybeam.js` starts it from what was built. */
import { join } from "node:path";
import type { main } from "./cli.ts";
import { programWith } from "./compiled.ts";

/** `dist` is the folder of what was built; `outside` loads what is not part of it. */
export async function start(dist: string, argv: readonly string[], outside: (id: string) => unknown): Promise<void> {
  // Should the run end before it came to an end, that was no success.
  process.exitCode = 2;
  const { load, keep } = programWith(join(dist, "..", ".compiled", storeName(argv[0])), outside);
  const program = load(join(dist, "cli.js")) as { readonly main: typeof main };
  const exitCode = await program.main(argv);
  process.exitCode = exitCode;
  // A word that is no command ends in 2: it brings no file.
  if (exitCode !== 2) keep();
}

/** One for each command, since each calls other functions, and for each Node. */
const storeName = (word = ""): string => `${word.replaceAll(/[^a-z]/gu, "") || "keybeam"}-${process.version}-${process.arch}`;
