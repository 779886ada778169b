import type { Migration } from "../../../../platform/kernel/world.ts";

/** What is over is found by when it ended. */
export const addEnds: Migration = {
  id: "0007-add-ends",
  up: [
    `create index concurrently if not exists "refresh_tokens_expires_at" on "accounts"."refresh_tokens" ("expires_at")`,
    `create index concurrently if not exists "login_attempts_since" on "accounts"."login_attempts" ("since")`,
  ],
  down: [
    `drop index concurrently if exists "accounts"."login_attempts_since"`,
    `drop index concurrently if exists "accounts"."refresh_tokens_expires_at"`,
  ],
};
