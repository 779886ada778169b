import type { Migration } from "../../../../platform/kernel/world.ts";

/** An account from before is as good as it was: nobody who could log in is kept out. */
export const addVerification: Migration = {
  id: "0006-add-verification",
  up: `
    alter table "accounts"."accounts" add column "email_verified_at" timestamptz(3);
    update "accounts"."accounts" set "email_verified_at" = now();
  `,
  down: `alter table "accounts"."accounts" drop column "email_verified_at";`,
};
