import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // One system, started before the first test and stopped after the last.
    globalSetup: ["test/support/system.ts"],
    testTimeout: 20_000,
    hookTimeout: 120_000,
  },
});
