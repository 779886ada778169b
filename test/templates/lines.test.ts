import { expect, test } from "vitest";
import { readable } from "../../templates/platform/src/platform/dev/lines.ts";

const line = (fields: object): string =>
  readable("orders", 8, JSON.stringify({ level: "info", time: "2026-01-31T12:00:00.123Z", unit: "orders", ...fields }));

test("a request is one short line", () => {
  const request = { method: "POST", route: "/v1/orders", status: 201, durationMs: 12.5, traceId: "0".repeat(32) };
  expect(line({ ...request, message: "request", user: "u1" })).toBe(
    "orders   | 12:00:00 POST /v1/orders 201 12.5 ms  user=u1",
  );
});

test("a fault shows its level and its stack, each line under the unit's name", () => {
  const error = { name: "Error", message: "away", stack: "Error: away\n    at here" };
  expect(line({ level: "error", message: "a call failed", error })).toBe(
    "orders   | 12:00:00 ERROR a call failed\norders   | Error: away\norders   |     at here",
  );
});

test("a line is under the name of the unit that it names", () => {
  const said = JSON.stringify({ time: "2026-01-31T12:00:00.123Z", unit: "catalog", message: "ready" });
  expect(readable("functions", 9, said)).toBe("catalog   | 12:00:00 ready");
});

test("what is no log goes through", () => {
  expect(readable("orders", 8, "Debugger listening")).toBe("orders   | Debugger listening");
});
