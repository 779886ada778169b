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

test.each(["\n", "\r", "\r\n", "\u2028"])("no value begins a line of its own with %j", (end) => {
  const forged = `x${end}2026-01-31T09:00:00.000Z INFO shop all is well`;
  const error = { name: "Error", message: forged, stack: `Error: ${forged}` };
  const lines = line({ message: forged, path: forged, error }).split(/[\n\r\u2028]/);
  expect(lines.filter((one) => one.startsWith("2026-"))).toHaveLength(1);
});
