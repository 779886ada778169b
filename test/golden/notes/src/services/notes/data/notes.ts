import type { Repository } from "../../../platform/kernel/repository.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
import type { Statement } from "../../../platform/kernel/world.ts";
import type { Note } from "../domain/note.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "title",
  "body",
  "pinned"
from "notes"."notes" as "this"
`;

export const noteStatements = {
  ...statementsById("notes.Note", SELECT, '"notes"."notes"'),
  insert: {
    name: "notes.Note.insert",
    text: `
insert into "notes"."notes" ("id", "created_at", "updated_at", "version", "title", "body", "pinned")
values ($1, $2, $3, $4, $5, $6, $7)
`,
  },
  update: {
    name: "notes.Note.update",
    text: `
update "notes"."notes" set
  "updated_at" = $3,
  "version" = $4,
  "title" = $5,
  "body" = $6,
  "pinned" = $7
where "id" = $1 and "version" = $2
returning "id"
`,
  },
} satisfies Record<string, Statement>;

export const noteSource: Source = {
  name: "notes.Note",
  select: SELECT,
  columns: { id: '"id"', createdAt: '"created_at"', updatedAt: '"updated_at"', title: '"title"', pinned: '"pinned"' },
  sorted: ["id", "createdAt", "updatedAt", "title"],
  searched: [],
};

/** Keeps notes on Postgres. */
export const noteRepository: Repository<Note> = sqlRepository({
  source: noteSource,
  statements: noteStatements,
  values: (row) => [row.title, row.body, row.pinned],
});
