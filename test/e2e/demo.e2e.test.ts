import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mustRun } from "./support/command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("the demo tells its story to the end", () => {
  const { stdout } = mustRun(process.execPath, ["scripts/demo.mjs"], { cwd: root });
  for (const step of [
    "200  POST /auth/login",
    "201  POST /v1/orders",
    "/place",
    "payment",
    "is paid",
    "Every answer was as expected.",
  ]) {
    expect(stdout).toContain(step);
  }
});
