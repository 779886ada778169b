import { topOf } from "../locate.ts";
import type { CodeRule } from "./rule.ts";
import { list } from "./words.ts";

/** Every file of code has a place, or no rule would ever look at it. */
export const unplacedFile: CodeRule = {
  id: "unplaced-file",
  severity: "error",
  find: ({ files, architecture }) =>
    files
      .filter((file) => file.place === null)
      .map((file) => ({
        message: `${file.path} lies in no layer.`,
        at: topOf(file),
        target: "",
        related: [],
        help: `Move it into ${list(
          architecture.layers.map((layer) => layer.name),
          "or",
        )}, widen a layer's \`paths\`, or name it under \`check.exclude\`.`,
      })),
};
