import { Code, isBreakAt, isDigit, isWordAt } from "./characters.ts";
import { stringEnd } from "./peek.ts";
import { doubt, Frame, Last, type Scan, token } from "./state.ts";

export function string(scan: Scan): void {
  const end = stringEnd(scan.source, scan.pos);
  if (end < 0) doubt(scan);
  else token(scan, Last.operand, end);
}

export function number(scan: Scan): void {
  const { source } = scan;
  const hex = ((source[scan.pos + 1] ?? 0) | 32) === 120;
  let end = scan.pos + 1;
  for (; end < scan.end; end++) {
    const code = source[end] ?? 0;
    if (isWordAt(source, end) || code === Code.dot) continue;
    const exponent = !hex && (code === Code.plus || code === Code.minus) && ((source[end - 1] ?? 0) | 32) === 101;
    if (!exponent || !isDigit(source[end + 1] ?? 0)) break;
  }
  token(scan, Last.operand, end);
}

/** Reads a template from its backtick, or from the `}` of a hole, up to its end or the next hole. */
export function template(scan: Scan): void {
  const { source, end } = scan;
  for (let pos = scan.pos + 1; pos < end; pos++) {
    const code = source[pos];
    if (code === Code.backtick) return token(scan, Last.operand, pos + 1);
    if (code === Code.backslash) pos++;
    else if (code === Code.dollar && source[pos + 1] === Code.openBrace) {
      scan.frames.push(Frame.template);
      return token(scan, Last.operator, pos + 2);
    }
  }
  doubt(scan);
}

export function regularExpression(scan: Scan): void {
  const { source, end } = scan;
  let inClass = false;
  for (let pos = scan.pos + 1; pos < end; pos++) {
    const code = source[pos];
    if (isBreakAt(source, pos)) break;
    if (code === Code.backslash) pos++;
    else if (code === Code.openBracket) inClass = true;
    else if (code === Code.closeBracket) inClass = false;
    else if (code === Code.slash && !inClass) return token(scan, Last.operand, pos + 1);
  }
  doubt(scan);
}
