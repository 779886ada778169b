import type { Repository } from "../../../platform/kernel/repository.ts";
import type { World } from "../../../platform/kernel/world.ts";
import type { Note } from "../domain/note.ts";

export interface Repositories {
  readonly notes: Repository<Note>;
}

/** What the use cases need: the world, the rows of their own service, and the services that they call. */
export interface Ports extends World {
  readonly repositories: Repositories;
}
