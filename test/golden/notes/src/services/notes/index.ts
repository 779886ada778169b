export { notesContract } from "./contract.ts";
export { migrations } from "./data/migrations/index.ts";
export { createNotes, type NotesNeeds } from "./service.ts";
