import type { FastifyRequest } from "fastify";
import { beforeEach, expect, test } from "vitest";
import { createAccess } from "../auth/access.ts";
import { anonymous, grants } from "../auth/grants.ts";
import { checked } from "../kernel/json.ts";
import type { Log } from "../kernel/world.ts";

const lines: object[] = [];
const silent = (): void => undefined;
const log: Log = { info: (message, fields) => lines.push({ message, ...fields }), warn: silent, error: silent };
const asked = (): Promise<never> => Promise.reject(new Error("Nobody asks for keys here."));
const source = { jwks: asked, exchange: asked };
const { authorise } = createAccess(source, log);

const id = "0196b3f0-0000-7000-8000-00000000000a";
const row = "0196b3f0-0000-7000-8000-00000000000b";

/** A request for a row of somebody, of whom the path tells more than their id. */
const request = checked<FastifyRequest>({
  id: "request-1",
  headers: { authorization: "Bearer secret" },
  routeOptions: { url: "/v1/people/:id/mails/:address" },
  params: { id: row, address: "anna@example.com" },
  body: { name: "Anna" },
});

/** One line, which holds this and no more. */
const noted = (about: object): object[] => [
  { message: "authorisation", requestId: "request-1", resource: `/v1/people/${row}/mails/:address`, ...about },
];

beforeEach(() => {
  lines.length = 0;
});

test.each([...grants])("who runs %s has a role for it, and the log says which", (operation, roles) => {
  for (const role of roles) {
    lines.length = 0;
    expect(authorise(operation, { id, roles: [role] }, request).ok).toBe(true);
    expect(lines).toEqual(noted({ operation, who: id, rule: `role:${role}`, decision: "allow" }));
  }
});

test.each([...grants.keys()])("who has no role for %s, or no token, is refused, and the log says why", (operation) => {
  const refused = authorise(operation, { id, roles: ["no such role"] }, request);
  expect(refused).toMatchObject({ failure: { code: "forbidden" } });
  expect(lines).toEqual(noted({ operation, who: id, rule: "no role", decision: "deny" }));
  lines.length = 0;
  expect(authorise(operation, null, request)).toMatchObject({ failure: { code: "unauthenticated" } });
  expect(lines).toEqual(noted({ operation, who: "nobody", rule: "no token", decision: "deny" }));
});

test("what needs no token is let in, and what nobody was granted is not", () => {
  for (const operation of anonymous) expect(authorise(operation, null, request).ok).toBe(true);
  expect(lines).toHaveLength(anonymous.size);
  lines.length = 0;
  expect(authorise("nobody.knows", { id, roles: [...grants.values()].flat() }, request).ok).toBe(false);
  expect(lines).toEqual(noted({ operation: "nobody.knows", who: id, rule: "no role", decision: "deny" }));
});
