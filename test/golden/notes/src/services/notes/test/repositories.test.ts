import { describeRepositories } from "../../../platform/test/repositories.ts";
import { memoryRepositories } from "../data/memory.ts";
import { migrations } from "../data/migrations/index.ts";
import { noteRepository, noteSource, noteStatements } from "../data/notes.ts";
import { note1, note2 } from "./samples.ts";

describeRepositories({
  service: "notes",
  migrations,
  memory: memoryRepositories,
  postgres: { notes: noteRepository },
  samples: [
    {
      repository: "notes",
      rows: [note1, note2],
      changed: { ...note1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: false,
      source: noteSource,
      statements: noteStatements,
    },
  ],
});
