import { existsSync, statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const memory = "/dev/shm";

/** Where temporary files need no device: the walks over every change of a disk wait for one thousands of times. */
function inMemory(): { readonly TMPDIR?: string } {
  if (!existsSync(memory)) return {};
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? { TMPDIR: memory } : {};
}

/** What `fast` and `walk` share: they run the TypeScript sources. */
const sources = {
  env: { ...inMemory() },
  globalSetup: ["test/setup/generators.ts"],
  // Seconds on an idle machine; a busy one is no fault of the code.
  testTimeout: 180_000,
};

/** What `e2e` and `paired` share: they run what is built. */
const built = {
  globalSetup: ["test/setup/built.ts"],
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

/**
 * End to end as well, but one process after the other with no eye on the time: two such files share two cores. Vitest runs them before those without
 * parallelism, which have the machine for themselves.
 */
const paired = [
  "test/bad-inputs/*.e2e.test.ts",
  "test/e2e/{backend-packed,check,ci,demo,deploy,jitless,pack,random-kills,ten-changes,walk-migrations}.e2e.test.ts",
  "test/workspace/cases/*.e2e.test.ts",
];

/**
 * Three tiers: `fast` runs the TypeScript sources; `walk` goes through them at every step, or with random input, and takes longer;
 * `e2e` and `paired` run the built program and the backends it generates.
 */
export default defineConfig({
  test: {
    // The standard is a core less than there are, which on two cores would be one.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.{walk,e2e}.test.ts", "test/golden/**", "**/node_modules/**"],
          // One process loads the sources once for all of its files, which takes a third of the time: the rooms keep no state.
          isolate: false,
          ...sources,
        },
      },
      {
        test: {
          name: "walk",
          include: ["test/**/*.walk.test.ts"],
          exclude: ["test/golden/**", "**/node_modules/**"],
          ...sources,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/**/*.e2e.test.ts"],
          exclude: [...paired, "test/golden/**", "**/node_modules/**"],
          fileParallelism: false,
          ...built,
        },
      },
      {
        test: {
          name: "paired",
          include: paired,
          ...built,
        },
      },
    ],
  },
});
