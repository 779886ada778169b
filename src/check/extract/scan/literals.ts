import { Code, isDigit, isLineBreak, isWord } from "./characters.ts";
import { stringEnd } from "./peek.ts";
import { doubt, Frame, Last, type Scan, token } from "./state.ts";

export function string(scan: Scan): void {
  const end = stringEnd(scan.text, scan.pos);
  if (end < 0) doubt(scan);
  else token(scan, Last.operand, end);
}

export function number(scan: Scan): void {
  const { text } = scan;
  const hex = (text.charCodeAt(scan.pos + 1) | 32) === 120;
  let end = scan.pos + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (isWord(code) || code === Code.dot) continue;
    const exponent = !hex && (code === Code.plus || code === Code.minus) && (text.charCodeAt(end - 1) | 32) === 101;
    if (!exponent || !isDigit(text.charCodeAt(end + 1))) break;
  }
  token(scan, Last.operand, end);
}

/** Reads a template from its backtick, or from the `}` of a hole, up to its end or the next hole. */
export function template(scan: Scan): void {
  const { text } = scan;
  for (let pos = scan.pos + 1; pos < text.length; pos++) {
    const code = text.charCodeAt(pos);
    if (code === Code.backtick) return token(scan, Last.operand, pos + 1);
    if (code === Code.backslash) pos++;
    else if (code === Code.dollar && text.charCodeAt(pos + 1) === Code.openBrace) {
      scan.frames.push(Frame.template);
      return token(scan, Last.operator, pos + 2);
    }
  }
  doubt(scan);
}

export function regularExpression(scan: Scan): void {
  const { text } = scan;
  let inClass = false;
  for (let pos = scan.pos + 1; pos < text.length; pos++) {
    const code = text.charCodeAt(pos);
    if (isLineBreak(code)) break;
    if (code === Code.backslash) pos++;
    else if (code === Code.openBracket) inClass = true;
    else if (code === Code.closeBracket) inClass = false;
    else if (code === Code.slash && !inClass) return token(scan, Last.operand, pos + 1);
  }
  doubt(scan);
}
