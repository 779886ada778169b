import { Code, isWordAt, spaceWidth } from "./characters.ts";
import { skipSpaces, skipTrivia, type Source, startsWith, word } from "./peek.ts";
import { expressionBegins } from "./position.ts";
import { doubt, Frame, Last, type Scan, token } from "./state.ts";

/** A `<` in code: an operator, a list of type parameters, or the beginning of an element. */
export function lessThan(scan: Scan): void {
  const next = scan.source[scan.pos + 1] ?? 0;
  // A shift is one token, or its second `<` would look as if it began an element.
  if (next === Code.less) return token(scan, Last.operator, scan.pos + 2);
  const spaced = spaceWidth(scan.source, scan.pos + 1) > 0;
  const begins = scan.dialect.jsx && next !== Code.equals ? expressionBegins(scan) : false;
  if (begins === false || (begins && isTypeParameters(scan))) return token(scan, Last.operator, scan.pos + 1);
  if (begins === null && (spaced || next < Code.equals)) return token(scan, Last.operator, scan.pos + 1);
  if (begins === null || spaced) return doubt(scan);
  scan.openFrame(Frame.jsxTag);
  scan.pos++;
  jsx(scan);
}

const CONST = word("const");
const EXTENDS = word("extends");
/** What a constraint begins with, other than a name. */
const CONSTRAINT: ReadonlySet<number> = new Set([Code.doubleQuote, Code.singleQuote, Code.openBrace, Code.openBracket, Code.openParen, Code.backtick]);

/** `<T,`, `<const T,` and `<T extends X`: no element begins like that. */
function isTypeParameters({ source, pos }: Scan): boolean {
  const first = pos + 1;
  const second = skipSpaces(source, first + CONST.length);
  const modified = startsWith(source, CONST, first) && second > first + CONST.length && isAscii(source, second);
  let at = modified ? second : first;
  if (!isAscii(source, at)) return false;
  while (isAscii(source, at)) at++;
  const next = skipSpaces(source, at);
  if (source[next] === Code.comma) return true;
  const constraint = skipSpaces(source, next + EXTENDS.length);
  const extended = next > at && startsWith(source, EXTENDS, next) && constraint > next + EXTENDS.length;
  return extended && (isAscii(source, constraint) || CONSTRAINT.has(source[constraint] ?? 0));
}

/** Whether a letter, a digit, `_` or `$` of ASCII stands there. */
function isAscii(source: Source, at: number): boolean {
  const code = source[at] ?? 0;
  return code < 0x80 && code !== Code.hash && isWordAt(source, at);
}

/** Reads markup until code begins: at a `{`, or past the outermost element. */
export function jsx(scan: Scan): void {
  while (scan.certain) {
    const { frame } = scan;
    if (frame === Frame.jsxTag) tag(scan);
    else if (frame === Frame.jsxChildren) children(scan);
    else return;
  }
}

/** From within an opening tag to its end, to a nested element, or to a `{`. */
function tag(scan: Scan): void {
  const { source } = scan;
  let pos = scan.pos;
  for (;;) {
    pos = skipTrivia(source, pos);
    const code = source[pos];
    if (code === Code.greater) {
      scan.closeFrame();
      scan.openFrame(Frame.jsxChildren);
      scan.pos = pos + 1;
      return;
    }
    if (code === Code.slash) return closeElement(scan, skipTrivia(source, pos + 1));
    if (code === Code.openBrace) return openCode(scan, pos);
    if (code === Code.doubleQuote || code === Code.singleQuote) {
      pos = source.indexOf(code, pos + 1) + 1;
      if (pos === 0) return doubt(scan);
    } else if (code === Code.equals) {
      pos = skipTrivia(source, pos + 1);
      if (source[pos] === Code.less) return openElement(scan, pos);
    } else if (isNamePart(source, pos)) pos++;
    else return doubt(scan);
  }
}

/** Text between tags; a bare `>` or `}` there is no JSX, so this was none. */
function children(scan: Scan): void {
  const { source } = scan;
  for (let pos = scan.pos; pos < scan.end; pos++) {
    const code = source[pos];
    if (code === Code.openBrace) return openCode(scan, pos);
    if (code === Code.greater || code === Code.closeBrace) break;
    if (code !== Code.less) continue;
    const next = skipTrivia(source, pos + 1);
    if (source[next] !== Code.slash) return openElement(scan, pos);
    let end = skipTrivia(source, next + 1);
    while (isNamePart(source, end)) end = skipTrivia(source, end + 1);
    return closeElement(scan, end);
  }
  doubt(scan);
}

function isNamePart(source: Source, at: number): boolean {
  const code = source[at];
  return isWordAt(source, at) || code === Code.minus || code === Code.colon || code === Code.dot;
}

function openElement(scan: Scan, less: number): void {
  scan.openFrame(Frame.jsxTag);
  scan.pos = less + 1;
}

/** Ends the innermost element at its last `>`. */
function closeElement(scan: Scan, greater: number): void {
  if (scan.source[greater] !== Code.greater) return doubt(scan);
  scan.closeFrame();
  token(scan, Last.operand, greater + 1);
}

function openCode(scan: Scan, brace: number): void {
  scan.openFrame(Frame.jsxCode);
  scan.pos = brace;
  token(scan, Last.operator, brace + 1);
}
