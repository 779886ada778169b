import type { ListInput } from "../../../platform/kernel/listing.ts";
import { repliedCreated, repliedEntity, repliedNothing, repliedPage } from "../../../platform/kernel/reply.ts";
import { type ById, byId, pageOfSchema } from "../../../platform/kernel/scalars.ts";
import { defineRoute, type Route } from "../../../platform/kernel/world.ts";
import { createNote, deleteNote, getNote, listNotes, updateNote } from "../application/notes.ts";
import type { Ports } from "../application/ports.ts";
import type { NewNote, NoteChanges } from "../domain/note.ts";
import { changedNoteSchema, listNotesSchema, newNoteSchema, noteSchema } from "./notes.schemas.ts";

export const noteRoutes = (ports: Ports): readonly Route[] => [
  defineRoute<null, ListInput, null>({
    operation: "notes.Note.list",
    method: "GET",
    path: "/v1/notes",
    summary: "List notes",
    kind: "query",
    timeoutMs: 5_000,
    query: listNotesSchema,
    success: { status: 200, body: pageOfSchema(noteSchema) },
    handle: async ({ query }) => repliedPage(await listNotes(ports, query)),
  }),
  defineRoute<ById, null, null>({
    operation: "notes.Note.get",
    method: "GET",
    path: "/v1/notes/:id",
    summary: "Read a note",
    kind: "query",
    timeoutMs: 5_000,
    params: byId,
    success: { status: 200, body: noteSchema },
    handle: async ({ params }) => repliedEntity(await getNote(ports, params.id)),
  }),
  defineRoute<null, null, NewNote>({
    operation: "notes.Note.create",
    method: "POST",
    path: "/v1/notes",
    summary: "Create a note",
    kind: "command",
    timeoutMs: 5_000,
    body: newNoteSchema,
    success: { status: 201, body: noteSchema },
    failures: { conflict: 409 },
    handle: async ({ body }) => repliedCreated(await createNote(ports, body), "/v1/notes"),
  }),
  defineRoute<ById, null, NoteChanges>({
    operation: "notes.Note.update",
    method: "PATCH",
    path: "/v1/notes/:id",
    summary: "Change a note",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    body: changedNoteSchema,
    ifMatch: "required",
    success: { status: 200, body: noteSchema },
    failures: { conflict: 409 },
    handle: async ({ params, ifMatch, body }) => repliedEntity(await updateNote(ports, params.id, ifMatch, body)),
  }),
  defineRoute<ById, null, null>({
    operation: "notes.Note.delete",
    method: "DELETE",
    path: "/v1/notes/:id",
    summary: "Delete a note",
    kind: "command",
    timeoutMs: 5_000,
    params: byId,
    ifMatch: "required",
    success: { status: 204, body: null },
    failures: { conflict: 409 },
    handle: async ({ params, ifMatch }) => repliedNothing(await deleteNote(ports, params.id, ifMatch)),
  }),
];
