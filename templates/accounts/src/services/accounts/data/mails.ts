import type { MailStore } from "../application/ports.ts";
import type { MailRequest } from "../domain/mail.ts";

const BATCH = 20;

const statements = {
  enqueue: {
    name: "mail enqueue",
    text: `insert into "accounts"."mails" ("id", "purpose", "email", "attempts", "due_at") values ($1, $2, $3, 0, $4)`,
  },
  // Whoever claims a mail has until then to send it.
  claim: {
    name: "mail claim",
    text: `update "accounts"."mails" set "attempts" = "attempts" + 1,
        "due_at" = $1::timestamptz + "attempts" * "attempts" * $2::int * interval '1 ms' + $2::int * interval '1 ms'
      where "id" in (select "id" from "accounts"."mails" where "due_at" <= $1 order by "due_at" limit ${BATCH} for update skip locked)
      returning "id", "purpose", "email", "attempts"`,
  },
  remove: { name: "mail remove", text: `delete from "accounts"."mails" where "id" = $1` },
  replaceToken: {
    name: "mail token replace",
    text: `with "old" as (delete from "accounts"."one_time_tokens" where "account_id" = $3 and "purpose" = $2)
      insert into "accounts"."one_time_tokens" ("hash", "purpose", "account_id", "expires_at") values ($1, $2, $3, $4)`,
  },
  takeToken: {
    name: "mail token take",
    text: `delete from "accounts"."one_time_tokens" where "hash" = $1 and "purpose" = $2 and "expires_at" > $3
      returning "account_id" as "accountId"`,
  },
  forgetTokens: {
    name: "mail tokens forget",
    text: `delete from "accounts"."one_time_tokens" where "expires_at" <= $1`,
  },
} as const;

/** Mails on their way out and what they bring, on Postgres. */
export const mailStore: MailStore = {
  enqueue: async (queries, { id, purpose, email }, dueAt) => {
    await queries.run(statements.enqueue, [id, purpose, email, dueAt]);
  },
  claim: (queries, now, pauseMs) => queries.run<MailRequest>(statements.claim, [now, pauseMs]),
  remove: async (queries, id) => {
    await queries.run(statements.remove, [id]);
  },
  replaceToken: async (queries, { hash, purpose, accountId, expiresAt }) => {
    await queries.run(statements.replaceToken, [hash, purpose, accountId, expiresAt]);
  },
  takeToken: async (queries, hash, purpose, now) => {
    const [taken] = await queries.run<{ readonly accountId: string }>(statements.takeToken, [hash, purpose, now]);
    return taken?.accountId ?? null;
  },
  forgetTokens: async (queries, now) => {
    await queries.run(statements.forgetTokens, [now]);
  },
};
