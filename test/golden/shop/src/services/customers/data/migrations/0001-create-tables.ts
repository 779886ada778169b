import type { Migration } from "../../../../platform/kernel/world.ts";

export const createTables: Migration = {
  id: "0001-create-tables",
  up: `
create table "customers"."customers" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "name" text collate "C" not null,
  "email" text collate "C" not null,
  "phone" text collate "C"
);
alter table "customers"."customers" add constraint "customers_email_key"
  unique ("email");
`,
  down: `
drop table if exists "customers"."customers" cascade;
`,
};
