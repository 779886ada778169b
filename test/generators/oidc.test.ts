import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";

const spec = (model: string, oidc = ", roles: groups, names: { device: [meters, probes] }", more = ""): string => `keybeam: 1
name: meter
services:
  readings:
    entities: { Reading: { fields: { value: int } } }
    api: { resources: { Reading: [list, create] } }
auth:
  model: ${model}
  oidc: { issuer: "https://id.example", audience: meter${oidc} }
  ${more}
  roles: { device: { may: [readings.Reading.create] }, viewer: { may: [readings.Reading.list] } }
`;

const filesOf = (text: string): ReadonlyMap<string, string> => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  expect(ungenerated(architecture)).toEqual([]);
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
};

test("with a provider alone nobody logs in here: no password, no key, but a table of whom the provider knows", () => {
  const files = filesOf(spec("oidc"));
  const paths = [...files.keys()];
  expect(paths.filter((path) => /passwords|sessions|create-account|apps\/admin|api-key/u.test(path))).toEqual([]);
  expect(files.get("src/platform/auth/grants.ts")).toContain('new Set(["accounts.exchange", "accounts.jwks"])');
  expect(files.get("src/services/accounts/data/migrations/index.ts")).toContain("[m0001, addIdentities]");
  expect(files.get("package.json")).toContain('"jose"');
});

test("roles are heard under what the provider calls them, and under no other name", () => {
  const settings = (text: string) => filesOf(text).get("src/services/accounts/domain/settings.ts");
  expect(settings(spec("oidc"))).toContain('ROLES_CLAIM: string | null = "groups"');
  const [, table = ""] = /PROVIDER_ROLES[^=]*= new Map\(\[([^;]*)\]\);/u.exec(settings(spec("oidc")) ?? "") ?? [];
  expect(table.match(/\["\w+", \["\w+"\]\]/gu)).toEqual(['["meters", ["device"]]', '["probes", ["device"]]', '["viewer", ["viewer"]]']);
  expect(settings(spec("oidc", ""))).toContain("ROLES_CLAIM: string | null = null");
});

test("who was never seen and has no role is let in where anybody may register, and only there", () => {
  const identities = (more: string) => filesOf(spec("oidc", "", more)).get("src/services/accounts/application/identities.ts");
  expect(identities("")).toContain("roles.length === 0 ? null");
  expect(identities("selfRegistration: viewer")).toContain("SELF_REGISTERED_ROLES");
});

test("keys and tokens of the provider come in one header", () => {
  const files = filesOf(spec("[apiKey, oidc]"));
  expect(files.get("src/platform/auth/exchange.ts")).toContain("API_KEY.test(credential) || isProviderToken(credential)");
  expect(files.get("src/services/accounts/application/exchange.ts")).toContain("partsOfKey(credential) === null ? exchangeProviderToken");
});

test("what is named and not taken is no provider, and what is taken and not named is an error", () => {
  const rules = (text: string) => readSpec(text, "architecture.yaml")[1].map(({ rule }) => rule);
  expect(rules(spec("apiKey"))).toContain("missing-provider");
  expect(rules(spec("oidc").replace(/ {2}oidc: .*\n/u, ""))).toContain("missing-provider");
  expect(rules(spec("oidc"))).toEqual([]);
});

test("a cluster lets processes out to the port that the issuer says, or that its protocol has", () => {
  const portsFor = (issuer: string): unknown => {
    const text = `${spec("oidc").replace("https://id.example", issuer)}deploy: { target: kubernetes }\n`;
    return (filesOf(text).get("deploy/kubernetes/namespace.yaml") ?? "").match(/(?<=TCP, port: )\d+/gu);
  };
  expect(portsFor("https://id.example")).toEqual(["53", "5432", "443"]);
  expect(portsFor("https://id.example:8443")).toEqual(["53", "5432", "8443"]);
});
