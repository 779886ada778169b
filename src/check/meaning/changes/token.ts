/** What a token is; a mark that is none of these is its own character code. */
export const Token = { end: 0, word: 128, literal: 129, assign: 130, arrow: 131, step: 132, optional: 133, hole: 134, holeEnd: 135, atLeast: 136, spread: 137 } as const;

export const Mark = { bang: 33, openParen: 40, closeParen: 41, comma: 44, dot: 46, slash: 47, colon: 58, semicolon: 59, less: 60, equals: 61, greater: 62, question: 63, openBracket: 91, closeBracket: 93, openBrace: 123, closeBrace: 125 } as const;
