import { checked } from "../kernel/json.ts";
import { fail, ok } from "../kernel/result.ts";
import { violationsOf } from "../kernel/schema.ts";
import { overHttp, type Send } from "../remote/client.ts";
import type { KeySource, PublicKey } from "./keys.ts";

const PATH = "/.well-known/jwks.json";

const KEY_SET = {
  type: "object",
  required: ["keys"],
  properties: {
    keys: {
      type: "array",
      items: {
        type: "object",
        required: ["kid"],
        properties: { kid: { type: "string" } },
        additionalProperties: { type: "string" },
      },
    },
  },
};

/** The keys that sign tokens, as the service that signs publishes them for everybody. */
export const publishedKeys = (url = "", send: Send = overHttp): KeySource => ({
  jwks: async (envelope) => {
    try {
      const response = await send(url, PATH, {
        headers: { accept: "application/json", "x-request-id": envelope.requestId },
        signal: envelope.signal,
        redirect: "error",
      });
      const keys: unknown = await response.json();
      if (!response.ok || violationsOf(KEY_SET, keys).length > 0) return fail("unavailable", "These are no keys.");
      return ok(checked<{ readonly keys: readonly PublicKey[] }>(keys));
    } catch {
      return fail("unavailable", "The keys cannot be had now.");
    }
  },
});
