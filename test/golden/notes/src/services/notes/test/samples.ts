import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { newNote } from "../domain/note.ts";

const world = memoryWorld();

export const note1 = newNote(
  { title: "title 1", body: "body 1", pinned: true },
  "01900000-0000-7000-8000-000000000101",
  world.now(),
);

export const note2 = newNote({ title: "title 2" }, "01900000-0000-7000-8000-000000000102", world.now());
