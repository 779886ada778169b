import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * How Vitest runs the tests of a generated project on all cores, in processes that load its sources once for all of their files: half the work of `npm test`.
 * One test puts a module in another's place, so that a project which has it loads them for each file.
 * @param folder of the project
 */
export const testArguments = (folder) => [
  ...(existsSync(join(folder, "src/platform/test/unseen.test.ts")) ? [] : ["--no-isolate"]),
  "--maxWorkers=100%",
];
