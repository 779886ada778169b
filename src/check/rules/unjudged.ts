import { topOf } from "../locate.ts";
import type { CodeRule } from "./rule.ts";

/** What a rule on meaning could not judge is no pass. */
export const unjudged: CodeRule = {
  id: "unjudged",
  severity: "error",
  find: (_, meaning) =>
    meaning("unjudged").map(({ file, name }) => ({
      message: `What ${file.path} means was not judged: ${name}.`,
      at: topOf(file),
      target: name,
      related: [],
      help: "Make it plainer, or name it under `check.exclude`.",
    })),
};
