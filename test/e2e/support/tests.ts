import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Ended, mustRun } from "./command.ts";
import type { Project } from "./project.ts";

/** Runs a program of the project's packages that must succeed, without the second that npx takes to find it. */
export const runPackage = ({ folder }: Project, program: string, ...args: readonly string[]): Ended =>
  mustRun(join(folder, "node_modules/.bin", program), args, { cwd: folder });

/**
 * Runs tests of a generated project on all cores, in processes that load its sources once for all of their files: half the work of `npm test`,
 * which the examples are held to.
 */
export const runTests = ({ folder }: Project, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Ended => {
  // That one puts a module in another's place.
  const isolated = existsSync(join(folder, "src/platform/test/unseen.test.ts"));
  const all = ["run", ...(isolated ? [] : ["--no-isolate"]), "--maxWorkers=100%", ...args];
  return mustRun(join(folder, "node_modules/.bin/vitest"), all, { cwd: folder, env: { NO_COLOR: "1", ...env } });
};
