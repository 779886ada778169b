import { createHash } from "node:crypto";
import type { Envelope } from "../kernel/envelope.ts";
import type { Json } from "../kernel/json.ts";
import { checked } from "../kernel/json.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Statement } from "../kernel/world.ts";
import type { Abilities } from "./database.ts";
import { quoted } from "./schema.ts";

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const hashOf = (input: Json): string => createHash("sha256").update(JSON.stringify(input, sortKeys)).digest("hex");

/** A service calls for many users, and a client's key may travel on with its call: a key is one user's, whoever calls. */
const callerOf = ({ service, tenant, user }: Envelope): string => JSON.stringify([service, tenant, user?.id ?? null]);

const statements = (table: string): Readonly<Record<"claim" | "known" | "keep", Statement>> => ({
  // Waits while another transaction holds the same key, so that two at once are one after the other.
  claim: {
    name: "idempotency claim",
    text: `insert into ${table} as old (caller, method, key, input_hash) values ($1, $2, $3, $4)
      on conflict (caller, method, key) do update
        set input_hash = excluded.input_hash, answer = null, created_at = now()
        where old.created_at < now() - interval '7 days'
      returning 1 as claimed`,
  },
  known: {
    name: "idempotency known",
    text: `select input_hash as "inputHash", answer from ${table} where caller = $1 and method = $2 and key = $3`,
  },
  keep: {
    name: "idempotency keep",
    text: `update ${table} set answer = $4 where caller = $1 and method = $2 and key = $3`,
  },
});

interface Known {
  readonly inputHash: string;
  readonly answer: unknown;
}

/** Answers of commands that must take effect once, kept for 7 days in the transaction that had the effect. */
export const rememberAnswers = (schema: string): Abilities["once"] => {
  const { claim, known, keep } = statements(`${quoted(schema)}."_idempotency"`);
  return (database, envelope, method, input, work) =>
    database.hold(async (held) => {
      const key = [callerOf(envelope), method, envelope.idempotencyKey];
      const hash = hashOf(input);
      const claimed = await held.run(claim, [...key, hash]);
      if (claimed.length === 0) {
        const [before] = await held.run<Known>(known, key);
        return before?.inputHash === hash
          ? ok(checked(before.answer))
          : fail("conflict", "The idempotency key was used with another input.");
      }
      const result = await work(held);
      if (result.ok) await held.run(keep, [...key, JSON.stringify(result.value ?? null)]);
      return result;
    });
};
