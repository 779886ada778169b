import type { Migration } from "../../../../platform/kernel/world.ts";

export const createTables: Migration = {
  id: "0001-create-tables",
  up: `
create table "notes"."notes" (
  "id" uuid primary key,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "version" bigint not null,
  "title" text collate "C" not null,
  "body" text collate "C",
  "pinned" boolean not null
);
`,
  down: `
drop table if exists "notes"."notes" cascade;
`,
};
