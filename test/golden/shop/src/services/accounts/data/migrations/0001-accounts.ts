import type { Migration } from "../../../../platform/kernel/world.ts";

export const m0001: Migration = {
  id: "0001-accounts",
  up: `
    create table "accounts"."accounts" (
      "id" uuid primary key,
      "email" text not null,
      "password_hash" text not null,
      "roles" text[] not null,
      "created_at" timestamptz(3) not null
    );
    create unique index "accounts_email" on "accounts"."accounts" ("email");
    create table "accounts"."refresh_tokens" (
      "hash" text primary key,
      "family" uuid not null,
      "account_id" uuid not null references "accounts"."accounts" ("id") on delete cascade,
      "expires_at" timestamptz(3) not null,
      "used_at" timestamptz(3)
    );
    create index "refresh_tokens_family" on "accounts"."refresh_tokens" ("family");
    create table "accounts"."login_attempts" (
      "email" text primary key,
      "count" int not null,
      "since" timestamptz(3) not null
    );
    create table "accounts"."signing_keys" (
      "kid" uuid primary key,
      "public_key" jsonb not null,
      "sealed_private_key" text not null,
      "created_at" timestamptz(3) not null
    );
  `,
  down: `
    drop table "accounts"."signing_keys";
    drop table "accounts"."login_attempts";
    drop table "accounts"."refresh_tokens";
    drop table "accounts"."accounts";
  `,
};
