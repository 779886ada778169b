import { resource } from "./support/resource.ts";
import { noteInput, text } from "./support/samples.ts";

resource("Note", {
  path: "/v1/notes",
  as: { list: "anyone", get: "anyone", create: "anyone", update: "anyone", delete: "anyone" },
  input: noteInput,
  change: { title: text("title", { min: 1, max: 200 }) },
});
