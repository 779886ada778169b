import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import { beforeEach, expect, test, vi } from "vitest";
import { createAccess } from "../auth/access.ts";
import { anonymous, grants } from "../auth/grants.ts";
import { createServer } from "../http/server.ts";
import { ok } from "../kernel/result.ts";
import { defineRoute } from "../kernel/world.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const asked = (): Promise<never> => Promise.reject(new Error("Nobody asks for keys here."));
const source = { jwks: asked, exchange: asked };
const { authorise, isAnonymous } = createAccess(source);

const id = "0196b3f0-0000-7000-8000-00000000000a";
const row = "0196b3f0-0000-7000-8000-00000000000b";

test.each([...grants])("who runs %s has a role for it, which is the rule", (operation, roles) => {
  for (const role of roles) {
    expect(authorise(operation, { id, roles: [role] })).toEqual({ rule: `role:${role}`, failure: null });
  }
});

test.each([...grants.keys()])("who has no role for %s, or no token, is refused, and told why", (operation) => {
  const roles = ["no such role"];
  expect(authorise(operation, { id, roles })).toMatchObject({ rule: "no role", failure: { code: "forbidden" } });
  expect(authorise(operation, null)).toMatchObject({ rule: "no token", failure: { code: "unauthenticated" } });
});

test("what needs no token is let in, and what nobody was granted is not", () => {
  for (const operation of anonymous) expect(authorise(operation, null)).toEqual({ rule: "anonymous", failure: null });
  const roles = [...grants.values()].flat();
  expect(authorise("nobody.knows", { id, roles })).toMatchObject({ rule: "no role", failure: { code: "forbidden" } });
});

const lines: object[] = [];
const log = {
  ...createLog("tests", "silent"),
  info: (message: string, fields?: object) => void lines.push({ message, ...fields }),
};
let work = async (): Promise<void> => undefined;

/** Its path tells more of a person than their id. */
const route = defineRoute<object, null, null>({
  operation: "tests.read",
  method: "GET",
  path: "/v1/people/:id/mails/:address",
  summary: "",
  kind: "query",
  timeoutMs: 5_000,
  params: { type: "object" },
  success: { status: 200, body: {} },
  handle: async () => {
    await work();
    return ok({ body: "Anna" });
  },
});
const forbidden = { code: "forbidden", message: "" };
const open = () =>
  createServer({
    routes: [route],
    access: {
      isAnonymous,
      authenticate: async (role = "") => ok({ id, roles: [role] }),
      authorise: (_, user) =>
        user?.roles.includes("clerk") ? { rule: "role:clerk", failure: null } : { rule: "no role", failure: forbidden },
    },
    log,
    metrics: createMetrics(),
  });

const path = `/v1/people/${row}/mails/anna@example.com`;
const told = { message: "request", operation: "tests.read", who: id, resource: `/v1/people/${row}/mails/:address` };

beforeEach(() => {
  lines.length = 0;
});

test.each([
  ["clerk", 200, "role:clerk", "allow"],
  ["guest", 403, "no role", "deny"],
])("the line of a request of a %s holds what was decided", async (role, status, rule, decision) => {
  const server = await open();
  await server.inject({ url: path, headers: { authorization: role, "x-request-id": "one" } });
  expect(lines).toEqual([expect.objectContaining({ ...told, requestId: "one", status, rule, decision })]);
  // It tells of a person by ids alone.
  expect(JSON.stringify(lines)).not.toMatch(/anna/i);
});

test("what was decided is told of a request whose client does not wait for the answer, too", async () => {
  const server = await open();
  const steps = new EventEmitter();
  const begun = once(steps, "begun");
  work = async () => {
    steps.emit("begun");
    await once(steps, "end");
  };
  const { port } = new URL(await server.listen({ host: "127.0.0.1", port: 0 }));
  const client = connect(Number(port), "127.0.0.1");
  client.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: clerk\r\n\r\n`);
  await begun;
  client.destroy();
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines).toEqual([expect.objectContaining({ ...told, status: 499, rule: "role:clerk", decision: "allow" })]);
  steps.emit("end");
  await server.close();
  expect(lines).toHaveLength(1);
});
