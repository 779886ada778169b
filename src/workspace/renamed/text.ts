import { prose, withTokens } from "./words.ts";

const comment = /^\s*(?:\/\*|\*|\/\/|#)/;
const trailing = /\s\/\/\s/;

/** A text with its words renamed. What somebody wrote by hand into a comment or into words for a reader is their language, and stays. */
export function renamedText(text: Buffer, base: Buffer | null, to: (word: string) => string): Buffer {
  const rendered = new Set((base ?? "").toString().split("\n"));
  const lines = text.toString().split("\n").map((line) => {
    if (rendered.has(line.endsWith("\r") ? line.slice(0, -1) : line)) return withTokens(line, to);
    if (comment.test(line)) return line;
    const end = line.search(trailing);
    return end < 0 ? renamedCode(line, to) : renamedCode(line.slice(0, end), to) + line.slice(end);
  });
  const after = lines.join("\n");
  return after === text.toString() ? text : Buffer.from(after);
}

function renamedCode(line: string, to: (word: string) => string): string {
  const said = line.match(prose) ?? [];
  return line.split(prose).map((code, index) => withTokens(code, to) + (said[index] ?? "")).join("");
}
