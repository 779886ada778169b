import type { Migration } from "../../../../platform/kernel/world.ts";

/** An account from before begins a tenant of its own. */
export const addTenants: Migration = {
  id: "0002-add-tenants",
  up: `alter table "accounts"."accounts" add column "tenant" uuid not null default gen_random_uuid();`,
  down: `alter table "accounts"."accounts" drop column "tenant";`,
};
