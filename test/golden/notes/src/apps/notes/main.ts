import { run } from "../../platform/process.ts";
import { createNotes } from "../../services/notes/index.ts";

const unit = { name: "notes", services: ["notes"] };

await run(unit, (platform) => {
  const notes = createNotes(platform.world("notes"));
  return { services: [notes] };
});
