const ACCOUNT = `select "id", "email", "password_hash" as "passwordHash", "roles", "created_at" as "createdAt"
  from "accounts"."accounts"`;

const INSERT = `insert into "accounts"."accounts" ("id", "email", "password_hash", "roles", "created_at")
      values ($1, $2, $3, $4, $5)`;

export const statements = {
  accountById: { name: "account by id", text: `${ACCOUNT} where "id" = $1` },
  accountByEmail: { name: "account by email", text: `${ACCOUNT} where "email" = $1` },
  insertAccount: { name: "account insert", text: INSERT },
  setRoles: {
    name: "account roles",
    text: `update "accounts"."accounts" set "roles" = $2 where "email" = $1 returning "id"`,
  },
  // Each attempt and each login takes a few rows along that are over, so that none of them stays for ever.
  countAttempt: {
    name: "attempt count",
    text: `with "over" as (
        delete from "accounts"."login_attempts" where "email" in (
          select "email" from "accounts"."login_attempts"
          where "since" < $2::timestamptz - interval '1 day' and "email" <> $1 order by "since" limit 10 for update skip locked
        )
      )
      insert into "accounts"."login_attempts" as "old" ("email", "count", "since") values ($1, 1, $2)
      on conflict ("email") do update set
        "count" = case when "old"."since" < $3 then 1 else "old"."count" + 1 end,
        "since" = case when "old"."since" < $3 then $2 else "old"."since" end
      returning "count", "since"`,
  },
  forgetAttempts: { name: "attempt forget", text: `delete from "accounts"."login_attempts" where "email" = $1` },
  insertRefreshToken: {
    name: "refresh insert",
    text: `with "over" as (
        delete from "accounts"."refresh_tokens" where "hash" in (
          select "hash" from "accounts"."refresh_tokens"
          where "expires_at" < now() order by "expires_at" limit 10 for update skip locked
        )
      )
      insert into "accounts"."refresh_tokens" ("hash", "family", "account_id", "expires_at") values ($1, $2, $3, $4)`,
  },
  refreshToken: {
    name: "refresh get",
    text: `select "hash", "family", "account_id" as "accountId", "expires_at" as "expiresAt", "used_at" as "usedAt"
      from "accounts"."refresh_tokens" where "hash" = $1 for update`,
  },
  markUsed: { name: "refresh used", text: `update "accounts"."refresh_tokens" set "used_at" = $2 where "hash" = $1` },
  endFamily: { name: "refresh end", text: `delete from "accounts"."refresh_tokens" where "family" = $1` },
  keys: {
    name: "keys",
    text: `select "kid", "public_key" as "publicKey", "sealed_private_key" as "sealedPrivateKey",
        "created_at" as "createdAt"
      from "accounts"."signing_keys" order by "created_at" desc, "kid"`,
  },
  insertKey: {
    name: "key insert",
    text: `insert into "accounts"."signing_keys" ("kid", "public_key", "sealed_private_key", "created_at")
      values ($1, $2, $3, $4)`,
  },
} as const;
