import type { Service, World } from "../../platform/kernel/world.ts";
import { noteRoutes } from "./api/notes.routes.ts";
import type { Ports } from "./application/ports.ts";
import { type NotesClient, notesContract } from "./contract.ts";
import { noteRepository } from "./data/notes.ts";

export type NotesNeeds = World;

/** Makes the service; what it is put into, and what is at the other end of its calls, is not its business. */
export const createNotes = (needs: NotesNeeds): Service<NotesClient> => {
  const ports: Ports = {
    ...needs,
    repositories: { notes: noteRepository },
  };
  return {
    contract: notesContract,
    client: {},
    routes: [...noteRoutes(ports)],
    subscriptions: [],
  };
};
