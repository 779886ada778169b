/** The code of a component, in place: all that is no script is spaces, so that every offset stays. */
export interface Script {
  /** As a file of its own would be named, by the language that the script says it is in. */
  readonly path: string;
  readonly text: string;
}

const COMPONENT = /\.(?:vue|svelte)$/;

/** Whether the path names a file of markup with scripts in it. */
export function isComponent(path: string): boolean {
  return COMPONENT.test(path);
}

/** The scripts of a Vue or Svelte component as one text; those in comments are none. Linear, whatever the text. */
export function scriptOf(path: string, text: string): Script {
  const parts: string[] = [];
  let language = "js";
  let done = 0;
  const opening = /<!--|<script\b/gi;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const isComment = found[0] === "<!--";
    const end = isComment ? text.indexOf("-->", found.index) : text.indexOf("</script", found.index);
    if (end < 0) break;
    opening.lastIndex = end + 3;
    const start = isComment ? -1 : text.indexOf(">", found.index) + 1;
    if (start <= 0 || start > end) continue;
    language = languageOf(text.slice(found.index, start)) ?? language;
    // A semicolon, for two scripts are two programs.
    parts.push(" ".repeat(start - done), text.slice(start, end), ";");
    done = end + 1;
  }
  return { path: `${path}.${language}`, text: parts.join("") };
}

function languageOf(tag: string): string | null {
  return /\blang\s*=\s*["']?(tsx?|jsx?)\b/.exec(tag)?.[1] ?? null;
}
