import { topOf } from "../locate.ts";
import type { CodeRule } from "./rule.ts";

/** A file that could not be read is a file that was not checked. */
export const unparsed: CodeRule = {
  id: "unparsed",
  severity: "error",
  find: ({ unread }) =>
    unread.map(({ path, reason }) => ({
      message: `${path} was not checked: ${reason}.`,
      at: topOf({ path }),
      related: [],
      help: "Make it smaller or plainer, or name it under `check.exclude`.",
    })),
};
