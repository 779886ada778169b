import { checked, type Json } from "../../../platform/kernel/json.ts";
import { ok } from "../../../platform/kernel/result.ts";
import type { Schema } from "../../../platform/kernel/schema.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import { eraseOwnData, ownData } from "../application/own-data.ts";
import type { AccountsPorts } from "../application/ports.ts";

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

/** Rows by what they are of. */
const rows: Schema = {
  type: "object",
  additionalProperties: { type: "array", items: { type: "object", additionalProperties: true } },
};

const ownDataSchema = object({
  user: { type: "string", format: "uuid" },
  exportedAt: { type: "string", format: "date-time" },
  account: rows,
  data: rows,
});

interface Confirmation {
  readonly confirm: string;
}

const confirmationSchema = object({ confirm: { type: "string", minLength: 1, maxLength: 128 } });

/** What who is logged in may ask about themselves, whatever their role. */
export const ownDataRoutes = (ports: AccountsPorts): readonly Route[] => [
  defineRoute({
    operation: "accounts.ownData",
    method: "GET",
    path: "/me/data",
    summary: "All that is held about who asks",
    kind: "query",
    timeoutMs: 10_000,
    success: { status: 200, body: ownDataSchema },
    handle: async ({ envelope }) => {
      const result = await ownData(ports, envelope);
      return result.ok ? ok({ body: checked<Json>(result.value) }) : result;
    },
  }),
  defineRoute<object, object, Confirmation>({
    operation: "accounts.eraseOwnData",
    method: "POST",
    path: "/me/erasure",
    summary: "End the account, and erase what is held about who asks",
    kind: "command",
    timeoutMs: 10_000,
    body: confirmationSchema,
    success: { status: 202, body: object({ finished: { type: "boolean" } }) },
    failures: { limited: 429 },
    handle: async ({ envelope, body }) => {
      const result = await eraseOwnData(ports, envelope, body.confirm);
      return result.ok ? ok({ body: { finished: result.value.finished } }) : result;
    },
  }),
];
