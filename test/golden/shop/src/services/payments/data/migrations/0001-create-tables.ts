import type { Migration } from "../../../../platform/kernel/world.ts";

export const createTables: Migration = {
  id: "0001-create-tables",
  up: `
create table "payments"."payments" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "order" uuid not null,
  "amount_amount" numeric not null,
  "amount_currency" text collate "C" not null,
  "status" text collate "C" not null constraint "payments_status_check" check ("status" in ('pending', 'settled', 'failed'))
);
alter table "payments"."payments" add constraint "payments_order_key"
  unique ("order");
`,
  down: `
drop table if exists "payments"."payments" cascade;
`,
};
