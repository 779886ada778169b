import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { example } from "./architectures.ts";

test("where the version stands in a header, no path has it and every service says its own", () => {
  const files = generate(example("shop", { api: { versioning: "header" } }), { keybeam: "0.1.0" });
  const content = (path: string): string => files.find((file) => file.path === path)?.content ?? "";
  expect(content("src/services/orders/api/orders.routes.ts")).toContain('path: "/orders"');
  expect(content("src/platform/http/version.ts")).toContain('["orders", "v1"]');
  expect(content("src/platform/http/server.ts")).toContain("announceVersion(server, routes)");
});
