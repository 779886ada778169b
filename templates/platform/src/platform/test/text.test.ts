import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readableLine } from "../telemetry/text.ts";

const line = (fields: object): string =>
  readableLine(JSON.stringify({ level: "info", time: "2026-01-31T09:00:00.000Z", unit: "shop", ...fields }));

test("a line tells when, how grave, who and what, and then every field", () => {
  expect(line({ message: "request", method: "GET", route: "/v1/orders/:id", status: 200, failure: "not found" })).toBe(
    `2026-01-31T09:00:00.000Z INFO shop request method=GET route=/v1/orders/:id status=200 failure="not found"\n`,
  );
});

test("an error stands below with its stack", () => {
  const error = { name: "Error", message: "broken", stack: "Error: broken\n    at work" };
  expect(line({ message: "it failed", error }).split("\n")).toEqual([
    "2026-01-31T09:00:00.000Z INFO shop it failed",
    "    Error: broken",
    "        at work",
    "",
  ]);
});

test("an error whose stack does not hold its message is told with both", () => {
  const error = { name: "DatabaseError", message: "The database refused it with 22P02.", stack: "    at work" };
  expect(line({ message: "it failed", error })).toContain(
    "\n    DatabaseError: The database refused it with 22P02.\n        at work\n",
  );
});

test("what is written is text with all that a line of JSON would hold, errors too", async () => {
  const script = `
    import { createLog } from "./src/platform/telemetry/log.ts";
    createLog("shop", "info").with({ trace: "t1" }).error("it failed", { error: new Error("broken"), attempt: 2 });
  `;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/^[\d-]+T[\d:.]+Z ERROR shop it failed trace=t1 attempt=2\n {4}Error: broken\n {8}at /);
});

test.each(["\n", "\r", "\r\n", "\u2028"])("no value begins a line of its own with %j", (end) => {
  const forged = `x${end}2026-01-31T09:00:00.000Z INFO shop all is well`;
  const error = { name: "Error", message: forged, stack: `Error: ${forged}` };
  const lines = line({ message: forged, path: forged, error }).split(/[\n\r\u2028]/);
  expect(lines.filter((one) => one.startsWith("2026-"))).toHaveLength(1);
});
