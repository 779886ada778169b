import type { Migration } from "../../../../platform/kernel/world.ts";

export const createTables: Migration = {
  id: "0001-create-tables",
  up: `
create table "catalog"."categories" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "name" text collate "C" not null
);
create table "catalog"."tags" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "label" text collate "C" not null
);
create table "catalog"."products" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "sku" text collate "C" not null,
  "name" text collate "C" not null,
  "description" text collate "C",
  "price_amount" numeric not null,
  "price_currency" text collate "C" not null,
  "stock" bigint not null,
  "category" uuid
);
create table "catalog"."stock_reservations" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "order" uuid not null
);
create table "catalog"."reserved_lines" (
  "id" uuid primary key,
  "_parent" uuid not null,
  "_position" integer not null,
  "product" uuid not null,
  "quantity" bigint not null
);
create table "catalog"."products_tags" (
  "owner" uuid not null,
  "member" uuid not null,
  primary key ("owner", "member")
);
alter table "catalog"."products" add constraint "products_category_fkey"
  foreign key ("category") references "catalog"."categories" ("id");
alter table "catalog"."reserved_lines" add constraint "reserved_lines__parent_fkey"
  foreign key ("_parent") references "catalog"."stock_reservations" ("id") on delete cascade;
alter table "catalog"."reserved_lines" add constraint "reserved_lines_product_fkey"
  foreign key ("product") references "catalog"."products" ("id");
alter table "catalog"."products_tags" add constraint "products_tags_owner_fkey"
  foreign key ("owner") references "catalog"."products" ("id") on delete cascade;
alter table "catalog"."products_tags" add constraint "products_tags_member_fkey"
  foreign key ("member") references "catalog"."tags" ("id");
alter table "catalog"."categories" add constraint "categories_name_key"
  unique ("name");
alter table "catalog"."tags" add constraint "tags_label_key"
  unique ("label");
alter table "catalog"."products" add constraint "products_sku_key"
  unique ("sku");
alter table "catalog"."stock_reservations" add constraint "stock_reservations_order_key"
  unique ("order");
create index "products_category_idx" on "catalog"."products" ("category");
create index "reserved_lines_product_idx" on "catalog"."reserved_lines" ("product");
create index "reserved_lines__parent_idx" on "catalog"."reserved_lines" ("_parent", "_position");
create index "products_tags_member_idx" on "catalog"."products_tags" ("member");
`,
  down: `
drop table if exists "catalog"."products_tags" cascade;
drop table if exists "catalog"."reserved_lines" cascade;
drop table if exists "catalog"."stock_reservations" cascade;
drop table if exists "catalog"."products" cascade;
drop table if exists "catalog"."tags" cascade;
drop table if exists "catalog"."categories" cascade;
`,
};
