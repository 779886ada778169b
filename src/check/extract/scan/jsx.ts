import { Code, isSpace, isWord } from "./characters.ts";
import { skipTrivia } from "./peek.ts";
import { expressionBegins } from "./position.ts";
import { doubt, Frame, Last, type Scan, token } from "./state.ts";

/** A `<` in code: an operator, a list of type parameters, or the beginning of an element. */
export function lessThan(scan: Scan): void {
  const next = scan.text.charCodeAt(scan.pos + 1);
  // A shift is one token, or its second `<` would look as if it began an element.
  if (next === Code.less) return token(scan, Last.operator, scan.pos + 2);
  const begins = scan.dialect.jsx && next !== Code.equals ? expressionBegins(scan) : false;
  if (begins === false || (begins && isTypeParameters(scan))) return token(scan, Last.operator, scan.pos + 1);
  if (begins === null && (isSpace(next) || next < Code.equals)) return token(scan, Last.operator, scan.pos + 1);
  if (begins === null || isSpace(next)) return doubt(scan);
  scan.frames.push(Frame.jsxTag);
  scan.pos++;
  jsx(scan);
}

const TYPE_PARAMETERS = /<(?:const\s+)?[\w$]+\s*(?:,|\s+extends\s+[\w$"'{[(`])/y;

function isTypeParameters(scan: Scan): boolean {
  TYPE_PARAMETERS.lastIndex = scan.pos;
  return TYPE_PARAMETERS.test(scan.text);
}

/** Reads markup until code begins: at a `{`, or past the outermost element. */
export function jsx(scan: Scan): void {
  while (scan.certain) {
    const frame = scan.frames.at(-1);
    if (frame === Frame.jsxTag) tag(scan);
    else if (frame === Frame.jsxChildren) children(scan);
    else return;
  }
}

/** From within an opening tag to its end, to a nested element, or to a `{`. */
function tag(scan: Scan): void {
  const { text } = scan;
  let pos = scan.pos;
  for (;;) {
    pos = skipTrivia(text, pos);
    const code = text.charCodeAt(pos);
    if (code === Code.greater) {
      scan.frames[scan.frames.length - 1] = Frame.jsxChildren;
      scan.pos = pos + 1;
      return;
    }
    if (code === Code.slash) return closeElement(scan, skipTrivia(text, pos + 1));
    if (code === Code.openBrace) return openCode(scan, pos);
    if (code === Code.doubleQuote || code === Code.singleQuote) {
      pos = text.indexOf(text.charAt(pos), pos + 1) + 1;
      if (pos === 0) return doubt(scan);
    } else if (code === Code.equals) {
      pos = skipTrivia(text, pos + 1);
      if (text.charCodeAt(pos) === Code.less) return openElement(scan, pos);
    } else if (isNamePart(code)) pos++;
    else return doubt(scan);
  }
}

/** Text between tags; a bare `>` or `}` there is no JSX, so this was none. */
function children(scan: Scan): void {
  const { text } = scan;
  for (let pos = scan.pos; pos < text.length; pos++) {
    const code = text.charCodeAt(pos);
    if (code === Code.openBrace) return openCode(scan, pos);
    if (code === Code.greater || code === Code.closeBrace) break;
    if (code !== Code.less) continue;
    const next = skipTrivia(text, pos + 1);
    if (text.charCodeAt(next) !== Code.slash) return openElement(scan, pos);
    let end = skipTrivia(text, next + 1);
    while (isNamePart(text.charCodeAt(end))) end = skipTrivia(text, end + 1);
    return closeElement(scan, end);
  }
  doubt(scan);
}

function isNamePart(code: number): boolean {
  return isWord(code) || code === Code.minus || code === Code.colon || code === Code.dot;
}

function openElement(scan: Scan, less: number): void {
  scan.frames.push(Frame.jsxTag);
  scan.pos = less + 1;
}

/** Ends the innermost element at its last `>`. */
function closeElement(scan: Scan, greater: number): void {
  if (scan.text.charCodeAt(greater) !== Code.greater) return doubt(scan);
  scan.frames.pop();
  token(scan, Last.operand, greater + 1);
}

function openCode(scan: Scan, brace: number): void {
  scan.frames.push(Frame.jsxCode);
  scan.pos = brace;
  token(scan, Last.operator, brace + 1);
}
