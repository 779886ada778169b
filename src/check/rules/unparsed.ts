import { topOf } from "../locate.ts";
import type { CodeRule } from "./rule.ts";

/** A file that could not be read is a file that was not checked; one of configuration may hide what others import. */
export const unparsed: CodeRule = {
  id: "unparsed",
  severity: "error",
  find: ({ unread }) =>
    unread.map(({ path, reason }) => ({
      message: `${path} was not ${path.endsWith(".json") ? "read" : "checked"}: ${reason}.`,
      at: topOf({ path }),
      related: [],
      help: path.endsWith(".json")
        ? "Correct it, or name it under `check.exclude`: imports are resolved as if it were not there."
        : "Make it smaller or plainer, or name it under `check.exclude`.",
    })),
};
