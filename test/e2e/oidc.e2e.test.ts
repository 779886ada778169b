import { generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backend, develop, nothingRuns } from "./support/backend.ts";
import { mustRun, type Running, start } from "./support/command.ts";
import { logIn, programToken } from "./support/oidc-login.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { eventually, freePorts } from "./support/wait.ts";

const spec = `keybeam: 1
name: desk
topology: microservices
services:
  tickets:
    entities:
      Ticket: { fields: { owner: { type: uuid, set: once }, title: string(1..200) } }
    api: { resources: { Ticket: [list, create, delete] } }
auth:
  model: [oidc, apiKey]
  selfRegistration: member
  oidc: { issuer: "https://id.example", audience: desk, roles: realm_access.roles, names: { agent: desk-agents } }
  roles:
    member: { may: [{ do: [tickets.Ticket.create], if: isOwn }] }
    agent: { may: [tickets.*] }
  policies: { isOwn: "resource.owner == user.id" }
`;

const support = fileURLToPath(new URL("support", import.meta.url));

let project: Project;
let provider: Running;
let backend: Backend;
let issuer: string;
let port: number;

const newKey = (kid: string): object => ({
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  ...{ kid, alg: "RS256", use: "sig" },
});

/** The provider with these keys, at the same place each time. */
const startProvider = async (keys: readonly object[]): Promise<void> => {
  provider = start(process.execPath, ["oidc-provider.mjs"], { cwd: support, env: { PORT: String(port), KEYS: JSON.stringify(keys), AUDIENCE: "desk" } });
  await eventually("the provider answers", async () => (await fetch(`${issuer}/.well-known/openid-configuration`)).ok);
};

const stopProvider = async (): Promise<void> => {
  provider.signalAlone("SIGKILL");
  await provider.exited;
};

const list = async (token: string): Promise<number> => (await backend.unit(0)("GET", "/v1/tickets", { token })).status;

beforeAll(async () => {
  project = newFromSpec(spec);
  install(project);
  port = await freePorts(1);
  issuer = `http://127.0.0.1:${port}/oidc`;
  await startProvider([newKey("1")]);
  backend = await develop(project, 3, { OIDC_ISSUER: issuer });
});

afterAll(async () => {
  backend.process.signal("SIGINT");
  await backend.process.exited;
  await stopProvider();
  await nothingRuns(project);
  project.remove();
});

test("people of a certified provider come in under one id, with the roles that it says; its other tokens open nothing", async () => {
  const [alice, bob] = [await logIn(issuer, "alice"), await logIn(issuer, "bob")];
  expect(await list(alice.access_token)).toBe(200);
  expect(await list(bob.access_token)).toBe(403);
  expect([await list(alice.id_token), await list(alice.refresh_token), await list(`${alice.access_token}x`)]).toEqual([401, 401, 401]);
  const known = mustRun("npm", ["run", "--silent", "identities", "--", "list"], { cwd: project.folder }).stdout;
  const rows = known.trim().split("\n").map((line) => JSON.parse(line) as { subject: string; userId: string; roles: readonly string[] });
  expect(rows.map(({ subject, roles }) => [subject, roles]).sort()).toEqual([["alice", []], ["bob", ["member"]]]);
  const own = rows.find(({ subject }) => subject === "bob")?.userId;
  const create = (owner: string | undefined) => backend.unit(0)("POST", "/v1/tickets", { token: bob.access_token, body: { owner, title: "mine" } });
  expect([(await create(own)).status, (await create(rows.find(({ subject }) => subject === "alice")?.userId)).status]).toEqual([201, 403]);
});

test("programs come in their own name, for this audience alone, and past the gateway it is no other", async () => {
  const nightly = await programToken(issuer, "nightly");
  expect([await list(nightly), await list(await programToken(issuer, "stranger"))]).toEqual([200, 403]);
  expect(await list(await programToken(issuer, "nightly", "urn:payroll"))).toBe(401);
  const tickets = backend.unit(1);
  expect((await tickets("GET", "/v1/tickets", { token: nightly })).status).toBe(200);
  expect((await tickets("GET", "/v1/tickets", { token: await programToken(issuer, "nightly", "urn:payroll") })).status).toBe(401);
});

test("keys change under way; while the provider is away those who are in go on, and a key of our own does too", async () => {
  const before = await programToken(issuer, "nightly");
  expect(await list(before)).toBe(200);
  await stopProvider();
  expect(await list(before)).toBe(200);
  const key = mustRun("npm", ["run", "--silent", "api-keys", "--", "create", "--name", "test", "--role", "agent"], { cwd: project.folder }).stdout.trim();
  expect(await list(key)).toBe(200);
  await startProvider([newKey("2")]);
  const after = await programToken(issuer, "nightly");
  await eventually("the new key is taken", async () => (await list(after)) === 200);
});
