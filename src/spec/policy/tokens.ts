/** A piece of a CEL expression. */
export interface Token {
  readonly kind: "name" | "text" | "number" | "mark";
  readonly text: string;
}

const pieces =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|(==|!=|<=|>=|&&|\|\||[<>!()[\],+\-*/%?:.]))/y;

/** The pieces of an expression; null where something in it is none. */
export function tokensOf(expression: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const text = expression.trim();
  pieces.lastIndex = 0;
  while (pieces.lastIndex < text.length) {
    const match = pieces.exec(text);
    if (match === null) return null;
    const [, name, quoted, number, mark] = match;
    const kind = name !== undefined ? "name" : quoted !== undefined ? "text" : number !== undefined ? "number" : "mark";
    tokens.push({ kind, text: name ?? quoted ?? number ?? mark ?? "" });
  }
  return tokens;
}
