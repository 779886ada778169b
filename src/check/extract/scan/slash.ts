import { Code, isBreakAt } from "./characters.ts";
import { expressionBegins } from "./position.ts";
import { doubt, Last, type Scan, token } from "./state.ts";

/** A slash that begins no comment: it divides, or begins a regular expression. */
export function slash(scan: Scan): void {
  const begins = expressionBegins(scan);
  if (begins === null) doubt(scan);
  else if (begins) regularExpression(scan);
  else token(scan, Last.operator, scan.pos + 1);
}

function regularExpression(scan: Scan): void {
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
