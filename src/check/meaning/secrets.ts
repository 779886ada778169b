import { isPlaceholder, looksRandom } from "./randomness.ts";
import { SHAPES } from "./secret-shapes.ts";

/** Something in a text that looks like a secret; what it is, is never said. */
export interface Secret {
  /** As in "It looks like …". */
  readonly what: string;
  /** The name that it is given in the text; empty where it is known by its shape. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const NAMED =
  /(?:password|passwd|passphrase|pwd|secret|secret_?key|api_?key|private_?key|access_?key|signing_?key|encryption_?key|auth_?token|token|credential)s?(?![\w$-])["'`]?\]?\s{0,40}(?::\s{0,40}string\s{0,40})?(?:=|:|\?\?=?|\|\|=?|,)\s{0,40}(["'`])([^"'`\s\\${}<>]{12,256})\1/gi;

/**
 * All secrets of a text, by the shapes of known tokens and by names such as `apiKey` before a literal that looks random. It reads text and not
 * syntax: a secret in a comment is one too. Sorted, without overlaps; linear, whatever the text.
 */
export function secretsIn(text: string): readonly Secret[] {
  const found = [...shaped(text), ...named(text)].sort((a, b) => a.start - b.start || b.end - a.end);
  let done = 0;
  return found.filter(({ start, end }) => {
    if (start < done) return false;
    done = end;
    return true;
  });
}

/** The text with stars for its secrets; lines and columns stay. */
export function hideSecrets(text: string): string {
  let hidden = "";
  let done = 0;
  for (const { start, end } of secretsIn(text)) {
    hidden += text.slice(done, start) + text.slice(start, end).replace(/[^\r\n]/g, "*");
    done = end;
  }
  return hidden + text.slice(done);
}

function shaped(text: string): readonly Secret[] {
  return SHAPES.flatMap(({ what, begins, form, isReal }) => {
    if (!begins.some((one) => text.includes(one))) return [];
    return [...text.matchAll(form)]
      .filter((match) => (isReal ? isReal(match) : !isPlaceholder(match[0])))
      .map(({ index, 0: { length } }) => ({ what, name: "", start: index, end: index + length }));
  });
}

function named(text: string): readonly Secret[] {
  return [...text.matchAll(NAMED)].flatMap(({ index, 0: whole, 2: value = "" }) => {
    if (!looksRandom(value)) return [];
    const name = /[\w$-]+$/.exec(text.slice(Math.max(0, index - LONGEST_NAME), index + wordLength(whole)))?.[0] ?? "";
    const end = index + whole.length - 1;
    return [{ what: "a secret of its own", name, start: end - value.length, end }];
  });
}

const LONGEST_NAME = 40;

function wordLength(text: string): number {
  return /^[\w$-]+/.exec(text)?.[0].length ?? 0;
}
