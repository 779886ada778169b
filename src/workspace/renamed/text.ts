import { withTokens } from "./words.ts";

const comment = /^\s*(?:\/\*|\*|\/\/|#)/;
const trailing = /\s\/\/\s/;

/** A text with its words renamed. What somebody wrote into a comment by hand is their language, and stays. */
export function renamedText(text: Buffer, base: Buffer | null, to: (word: string) => string): Buffer {
  const rendered = new Set((base ?? "").toString().split("\n"));
  const lines = text.toString().split("\n").map((line) => {
    const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (rendered.has(bare)) return withTokens(line, to);
    if (comment.test(line)) return line;
    const end = line.search(trailing);
    return end < 0 ? withTokens(line, to) : withTokens(line.slice(0, end), to) + line.slice(end);
  });
  const after = lines.join("\n");
  return after === text.toString() ? text : Buffer.from(after);
}
