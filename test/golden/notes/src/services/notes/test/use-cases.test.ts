import { beforeEach, describe, expect, test } from "vitest";
import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { createNote, deleteNote, getNote, listNotes, updateNote } from "../application/notes.ts";
import type { Ports } from "../application/ports.ts";
import { memoryRepositories } from "../data/memory.ts";
import { note1 } from "./samples.ts";

const UNKNOWN = "ffffffff-ffff-7fff-8fff-ffffffffffff";

let ports: Ports;

beforeEach(async () => {
  const world = memoryWorld();
  ports = { ...world, repositories: memoryRepositories(world) };
  await ports.repositories.notes.insert(ports.database, note1);
});

describe("notes", () => {
  test("are listed", async () => {
    const listed = await listNotes(ports, {});
    expect(listed).toEqual({ ok: true, value: { items: [note1], next: null } });
  });
  test("are found by their ids alone", async () => {
    const found = await getNote(ports, note1.id);
    expect(found).toEqual({ ok: true, value: note1 });
    const missing = await getNote(ports, UNKNOWN);
    expect(missing).toMatchObject({ ok: false, failure: { code: "notFound" } });
  });
  test("are kept as they are created", async () => {
    const created = await createNote(ports, { title: "title 2" });
    if (!created.ok) throw new Error(created.failure.message);
    expect(await ports.repositories.notes.get(ports.database, created.value.id)).toEqual(created.value);
  });
  test("change in the version that was read, and in no other", async () => {
    const stale = await updateNote(ports, note1.id, 7, {});
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
    const changed = await updateNote(ports, note1.id, 1, {});
    expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
  });
  test("are deleted in the version that was read alone", async () => {
    const stale = await deleteNote(ports, note1.id, 7);
    expect(stale).toMatchObject({ ok: false, failure: { code: "stale" } });
  });
});
