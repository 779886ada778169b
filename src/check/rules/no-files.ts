import type { CodeRule } from "./rule.ts";

/** A gate that is green because nothing was read is the worst there is. */
export const noFiles: CodeRule = {
  id: "no-files",
  severity: "error",
  find: ({ files, unread, architecture }) => {
    if (files.length + unread.length > 0) return [];
    const file = architecture.positions.values().next().value?.file ?? "architecture.yaml";
    return [
      {
        message: "There is no TypeScript or JavaScript to check.",
        at: { file, line: 1, column: 1 },
        related: [],
        help: "Run check in the folder that holds the code, or look at `check.exclude`.",
      },
    ];
  },
};
