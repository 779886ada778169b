import type { YAMLError } from "yaml";
import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { inColons, problem } from "../diagnose.ts";
import type { Scan } from "../read/scan.ts";
import type { Lines } from "./lines.ts";

const LONGEST_NAME = 64;

const indentedByTab: readonly [message: string, help: string] = [
  "A tab indents this line; YAML is indented by spaces.",
  "Replace the tab by spaces, and every other one that indents a line.",
];

/** Sayings of the YAML parser in plain words, by its error code. */
const plain: Readonly<Record<string, readonly [message: string, help: string]>> = {
  TAB_AS_INDENT: indentedByTab,
  BAD_INDENT: ["The indentation of this line fits no line above it.", "Indent it like its neighbours."],
  BAD_ALIAS: ["A plain value may not begin with `*`.", "Quote the value."],
  BLOCK_AS_IMPLICIT_KEY: [
    "A nested map begins on the line of a key.",
    "Put it on a line of its own, or quote the value where it is text with a colon.",
  ],
  MULTILINE_IMPLICIT_KEY: [
    "A key spans several lines, or a line lacks its colon.",
    "Write `key: value`, with a space after the colon.",
  ],
  MISSING_CHAR: [
    "A closing character is missing.",
    "Close the quote or bracket, or put the colon and the space after it.",
  ],
  UNEXPECTED_TOKEN: [
    "This is not expected here.",
    "Look at the end of the line above: a quote, a bracket or an indentation may be wrong.",
  ],
  KEY_OVER_1024_CHARS: ["A key is longer than 1024 characters.", "Shorten it; a colon may stand where none was meant."],
  BAD_SCALAR_START: ["A plain value may not begin with this character.", "Quote the value."],
  BAD_DQ_ESCAPE: ["A double-quoted text has an escape that YAML does not know.", 'Write the backslash twice: "\\\\".'],
};

/** A complaint of the YAML parser; where a quote was left open, at the quote. */
export function syntaxProblem(error: YAMLError, lines: Lines, look: Scan, text: string): Diagnostic {
  const [start, end] = error.pos;
  const quote = look.longQuotes.find(({ open, close }) => open <= start && start <= endOfLine(text, close));
  if (quote !== undefined) {
    return problem(
      "yaml-syntax",
      lines.at(quote.open, quote.open + 1),
      "A quote opens here and is not closed on its line.",
      {
        help: "Close it; what follows was read as part of the text.",
        related: [{ message: "here reading failed", at: lines.at(start) }],
      },
    );
  }
  if (error.code === "TAG_RESOLVE_FAILED") {
    return problem("yaml-tag", lines.at(start, end), "A tag (`!…`) stands here; a spec has none.", {
      help: "Delete the tag, or quote the value where it is text.",
    });
  }
  if (error.code === "BAD_ALIAS" || /alias/i.test(error.message)) {
    return problem(
      "yaml-anchor",
      lines.at(start, end),
      "A plain value begins with `*`: to YAML it is an alias, and a spec has none.",
      { help: "Quote the value." },
    );
  }
  if (error.message.includes("flow-seq-start")) {
    return problem("yaml-syntax", lines.at(start, end), "A `[` stands inside a plain value.", {
      help: "Types have no `[]`: write `list(T)`. A text with brackets is quoted.",
    });
  }
  const braced = /^\{[A-Za-z0-9_]+\}/.exec(text.slice(start, start + LONGEST_NAME))?.[0];
  if (error.message.includes("flow-map-start") && braced !== undefined && text[start - 1] === "/") {
    return problem("yaml-syntax", lines.at(start, end), "A `{` stands inside a plain value.", { help: inColons(braced) });
  }
  const [message, help] = plain[error.code] ?? [`This is not YAML: ${error.message}.`, ""];
  const detail =
    error.code === "MISSING_CHAR" || error.code === "UNEXPECTED_TOKEN" ? ` (${error.message.split("\n")[0]})` : "";
  return problem("yaml-syntax", lines.at(start, end), message + detail, { help });
}

/** The tab that indents a line on which reading failed. */
export function tabProblem(at: Location): Diagnostic {
  const [message, help] = indentedByTab;
  return problem("yaml-syntax", at, message, { help });
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed === -1 ? text.length : feed;
}
