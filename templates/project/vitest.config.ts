import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // One Postgres for all tests, started before the first and stopped after the last.
    globalSetup: ["test/support/database.ts"],
    // The tests through HTTP share one running system.
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 120_000,
  },
});
