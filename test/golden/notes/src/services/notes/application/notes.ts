import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import { changedNote, type NewNote, type Note, type NoteChanges, newNote } from "../domain/note.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const noteOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  title: { type: "string", minLength: 1, maxLength: 200 },
});

export const listNotes = async (ports: Ports, input: ListInput): Promise<Result<Page<Note>>> => {
  const query = listQuery(input, 100, noteOrder);
  return query.ok ? ok(await ports.repositories.notes.list(ports.database, query.value)) : query;
};

export const getNote = async (ports: Ports, id: string): Promise<Result<Note>> => {
  const found = await ports.repositories.notes.get(ports.database, id);
  return found === null ? fail("notFound", "There is no such note.") : ok(found);
};

/** The note is not as it was read: by the caller, where it has named the version; else just now. */
const overtaken = (version: number | null): Result<never> =>
  version === null
    ? fail("conflict", "Somebody changed the note at the same time.")
    : fail("stale", "The note has changed since it was read.");

/** The note as it is now, where it still has the version that the caller has read; null is any version. */
const current = async (ports: Ports, id: string, version: number | null): Promise<Result<Note>> => {
  const found = await getNote(ports, id);
  if (!found.ok || version === null || found.value.version === version) return found;
  return overtaken(version);
};

const written = (ports: Ports, from: Note, to: Note, version: number | null): Promise<Result<Note>> =>
  ports.database.single(async (queries) => {
    const done = await ports.repositories.notes.update(queries, from, to);
    if (!done) return overtaken(version);
    return ok(to);
  });

export const createNote = async (ports: Ports, input: NewNote): Promise<Result<Note>> => {
  const created = newNote(input, ports.newId(), ports.now());
  return ports.database.single(async (queries) => {
    await ports.repositories.notes.insert(queries, created);
    return ok(created);
  });
};

export const updateNote = async (
  ports: Ports,
  id: string,
  version: number | null,
  changes: NoteChanges,
): Promise<Result<Note>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  const changed = changedNote(found.value, changes, ports.now());
  return written(ports, found.value, changed, version);
};

export const deleteNote = async (ports: Ports, id: string, version: number | null): Promise<Result<null>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  return ports.database.single(async (queries) => {
    const done = await ports.repositories.notes.remove(queries, found.value);
    if (!done) return overtaken(version);
    return ok(null);
  });
};
