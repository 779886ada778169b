import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";

const spec = (model: string, topology = "modular-monolith"): string => `keybeam: 1
name: meter
topology: ${topology}
services:
  readings:
    entities: { Reading: { fields: { value: int } } }
    api: { resources: { Reading: [list, create] } }
auth:
  model: ${model}
  roles: { device: { may: [readings.Reading.create] }, viewer: { may: [readings.Reading.list] } }
`;

const filesOf = (text: string): ReadonlyMap<string, string> => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  expect(ungenerated(architecture)).toEqual([]);
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
};

test("with keys alone nobody logs in: no route, no password, no account", () => {
  const files = filesOf(spec("apiKey"));
  expect(files.get("src/platform/auth/grants.ts")).toContain('new Set(["accounts.exchange", "accounts.jwks"])');
  expect(files.get("src/services/accounts/api/accounts.ts")).not.toMatch(/login|password/iu);
  expect([...files.keys()].filter((path) => /passwords|sessions|create-account|apps\/admin/u.test(path))).toEqual([]);
  expect(files.get("package.json")).toContain('"api-keys"');
});

test("with both, one header holds a token or a key", () => {
  const files = filesOf(spec("[jwt, apiKey]"));
  expect(files.get("src/platform/auth/access.ts")).toContain("if (isForeign(token)) return await exchange(token);");
  expect(files.get("src/services/accounts/api/accounts.ts")).toContain('path: "/auth/login"');
  expect(files.get("test/grants.test.ts")).toContain("a key of the role %s");
});

test("units ask for tokens in place of keys where the keys are kept", () => {
  const files = filesOf(spec("apiKey", "microservices"));
  expect(files.get("src/platform/auth/published-keys.ts")).toContain('const EXCHANGE_PATH = "/auth/token";');
  expect(files.get("src/apps/gateway/routes.ts")).toContain('"/auth/token"');
});

test("without keys nothing of them is generated", () => {
  const files = filesOf(spec("jwt"));
  const said = [...files].filter(([path, text]) => path.startsWith("src/") && /api-?key/iu.test(path + text));
  expect(said.map(([path]) => path)).toEqual([]);
});
