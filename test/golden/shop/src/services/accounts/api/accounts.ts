import { checked, type Json } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import { defineRoute, type Reply, type Route } from "../../../platform/kernel/world.ts";
import { register } from "../application/create-account.ts";
import type { AccountsPorts } from "../application/ports.ts";
import { type Credentials, login, logout, refresh } from "../application/sessions.ts";
import { publicKeys } from "../application/tokens.ts";
import { keySetSchema } from "../contract.ts";
import { accountSchema, credentialsSchema, newAccountSchema, refreshSchema, sessionSchema } from "./schemas.ts";

interface RefreshBody {
  readonly refreshToken: string;
}

type Common = Pick<Route, "method" | "kind" | "timeoutMs" | "params" | "query" | "ifMatch" | "failures">;

const command: Common = {
  method: "POST",
  kind: "command",
  timeoutMs: 10_000,
  params: null,
  query: null,
  ifMatch: "none",
  failures: {},
};

const replied = (result: Result<object>): Result<Reply> =>
  result.ok ? ok({ body: checked<Json>(result.value) }) : result;

export const accountRoutes = (ports: AccountsPorts): readonly Route[] => [
  defineRoute<object, object, Credentials>({
    ...command,
    operation: "accounts.register",
    path: "/auth/register",
    summary: "Make an account of one's own",
    body: newAccountSchema,
    success: { status: 201, body: accountSchema },
    failures: { conflict: 409 },
    handle: async ({ body }) => {
      const result = await register(ports, body);
      if (!result.ok) return result;
      const { id, email, roles } = result.value;
      return ok({ body: { id, email, roles } });
    },
  }),
  defineRoute<object, object, Credentials>({
    ...command,
    operation: "accounts.login",
    path: "/auth/login",
    summary: "Log in: an access token, and a refresh token for the next one",
    body: credentialsSchema,
    success: { status: 200, body: sessionSchema },
    failures: { unauthenticated: 401, limited: 429 },
    handle: async ({ body }) => replied(await login(ports, body)),
  }),
  defineRoute<object, object, RefreshBody>({
    ...command,
    operation: "accounts.refresh",
    path: "/auth/refresh",
    summary: "Exchange a refresh token; each is good once",
    body: refreshSchema,
    success: { status: 200, body: sessionSchema },
    failures: { unauthenticated: 401 },
    handle: async ({ body }) => replied(await refresh(ports, body.refreshToken)),
  }),
  defineRoute<object, object, RefreshBody>({
    ...command,
    operation: "accounts.logout",
    path: "/auth/logout",
    summary: "Log out: no refresh token of this login is good any more",
    body: refreshSchema,
    success: { status: 204, body: null },
    handle: async ({ body }) => {
      const result = await logout(ports, body.refreshToken);
      return result.ok ? ok({ body: null }) : result;
    },
  }),
  defineRoute({
    ...command,
    method: "GET",
    kind: "query",
    operation: "accounts.jwks",
    path: "/.well-known/jwks.json",
    summary: "The public keys that verify access tokens",
    body: null,
    success: { status: 200, body: keySetSchema },
    handle: async () => replied(await publicKeys(ports)),
  }),
];
