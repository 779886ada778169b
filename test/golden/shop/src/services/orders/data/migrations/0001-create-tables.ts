import type { Migration } from "../../../../platform/kernel/world.ts";

export const createTables: Migration = {
  id: "0001-create-tables",
  up: `
create table "orders"."orders" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "customer" uuid not null,
  "status" text collate "C" not null constraint "orders_status_check" check ("status" in ('draft', 'placed', 'paid', 'cancelled')),
  "total_amount" numeric not null,
  "total_currency" text collate "C" not null,
  "note" text collate "C"
);
create table "orders"."order_lines" (
  "id" uuid primary key,
  "_parent" uuid not null,
  "_position" integer not null,
  "product" uuid not null,
  "quantity" bigint not null,
  "price_amount" numeric not null,
  "price_currency" text collate "C" not null
);
alter table "orders"."order_lines" add constraint "order_lines__parent_fkey"
  foreign key ("_parent") references "orders"."orders" ("id") on delete cascade;
create index "orders_customer_idx" on "orders"."orders" ("customer");
create index "orders_status_created_at_idx" on "orders"."orders" ("status", "created_at");
create index "order_lines__parent_idx" on "orders"."order_lines" ("_parent", "_position");
`,
  down: `
drop table if exists "orders"."order_lines" cascade;
drop table if exists "orders"."orders" cascade;
`,
};
