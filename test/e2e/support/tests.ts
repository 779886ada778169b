import { join } from "node:path";
import { testArguments } from "../../../scripts/test-arguments.mjs";
import { type Ended, mustRun } from "./command.ts";
import type { Project } from "./project.ts";

/** Runs a program of the project's packages that must succeed, without the second that npx takes to find it. */
export const runPackage = ({ folder }: Project, program: string, ...args: readonly string[]): Ended =>
  mustRun(join(folder, "node_modules/.bin", program), args, { cwd: folder });

/** Runs tests of a generated project with half the work of `npm test`, which the examples are held to. */
export const runTests = ({ folder }: Project, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Ended => {
  return mustRun(join(folder, "node_modules/.bin/vitest"), ["run", ...testArguments(folder), ...args], { cwd: folder, env: { NO_COLOR: "1", ...env } });
};
