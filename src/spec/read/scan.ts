import { maxDepth } from "./limits.ts";

/** What a look at the bare characters tells, before any parser sees them. Offsets count UTF-16 units. */
export interface Scan {
  /** Where nesting passes the limit. */
  readonly tooDeep: number | null;
  /** Quotes that span lines: where they open and where they close, the end of the text where they never do. */
  readonly longQuotes: readonly { readonly open: number; readonly close: number }[];
}

/**
 * Measures nesting in one pass, by indentation, list marks and open brackets outside quotes and comments. A parser that
 * descends would run out of stack on what this refuses.
 */
export function scan(text: string): Scan {
  const state: State = { indents: [], flow: 0, tooDeep: null, quotes: [] };
  let position = 0;
  while (position < text.length && state.tooDeep === null) {
    position = scanLine(text, position, state);
  }
  return { tooDeep: state.tooDeep, longQuotes: state.quotes };
}

interface State {
  /** Columns at which the open block collections begin. */
  indents: number[];
  flow: number;
  tooDeep: number | null;
  quotes: { open: number; close: number }[];
}

/** Reads from the start of a line; gives the start of the next that is not part of it. */
function scanLine(text: string, start: number, state: State): number {
  const end = endOfLine(text, start);
  let position = start;
  while (position < end && (text[position] === " " || text[position] === "\t")) position += 1;
  if (position >= end || text[position] === "#") return end + 1;
  if (state.flow === 0) position = openBlocks(text, start, position, state);
  const next = scanTokens(text, position, state);
  return isBlockHeader(text, start, next) ? skipBlock(text, next, position - start, state) : next;
}

/** Notes the indentation of a line and of each `- ` or `? ` that begins it. */
function openBlocks(text: string, start: number, first: number, state: State): number {
  let position = first;
  const column = position - start;
  while ((state.indents.at(-1) ?? -1) > column) state.indents.pop();
  if (state.indents.at(-1) !== column) state.indents.push(column);
  while ((text[position] === "-" || text[position] === "?") && isBlank(text[position + 1])) {
    position += 1;
    while (text[position] === " " || text[position] === "\t") position += 1;
    state.indents.push(position - start);
    note(position, state);
    if (state.tooDeep !== null) break;
  }
  note(position, state);
  return position;
}

/** Reads quotes, brackets and comments to the end of the line, and past it inside a quote. */
function scanTokens(text: string, from: number, state: State): number {
  let position = from;
  let fresh = true;
  while (position < text.length) {
    const character = text[position] ?? "";
    if (character === "\n") return position + 1;
    if (character === "#" && isBlank(text[position - 1])) return endOfLine(text, position) + 1;
    if ((character === '"' || character === "'") && fresh) {
      position = skipQuote(text, position, state);
      fresh = false;
      continue;
    }
    if ((character === "[" || character === "{") && (fresh || state.flow > 0)) {
      state.flow += 1;
      note(position, state);
      if (state.tooDeep !== null) return position;
      fresh = true;
    } else if ((character === "]" || character === "}") && state.flow > 0) {
      state.flow -= 1;
      fresh = false;
    } else if (!isBlank(character)) {
      fresh =
        (character === ":" && isBlank(text[position + 1])) ||
        (state.flow > 0 && (character === "," || character === ":"));
    }
    position += 1;
  }
  return position;
}

function skipQuote(text: string, open: number, state: State): number {
  const quote = text[open];
  let position = open + 1;
  let lines = 0;
  while (position < text.length) {
    const character = text[position];
    if (character === "\n") lines += 1;
    if (character === "\\" && quote === '"') position += 1;
    else if (character === quote) {
      if (quote === "'" && text[position + 1] === "'") position += 1;
      else break;
    }
    position += 1;
  }
  if (lines > 0 || position >= text.length) state.quotes.push({ open, close: Math.min(position, text.length) });
  return position + 1;
}

/** Whether the line ends with `|` or `>`, so that a text of its own follows. */
function isBlockHeader(text: string, start: number, next: number): boolean {
  const line = text.slice(Math.max(start, next - 200), next);
  return /(^|[:\-?\s])\s*[|>][+\-0-9]{0,2}\s*(#.*)?$/.test(line.trimEnd());
}

function skipBlock(text: string, start: number, indent: number, state: State): number {
  if (state.flow > 0) return start;
  let position = start;
  while (position < text.length) {
    const end = endOfLine(text, position);
    const line = text.slice(position, end);
    const column = line.search(/\S/);
    if (column !== -1 && column <= indent) return position;
    position = end + 1;
  }
  return position;
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed === -1 ? text.length : feed;
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === " " || character === "\t" || character === "\n" || character === "\r";
}

function note(position: number, state: State): void {
  if (state.indents.length + state.flow > maxDepth && state.tooDeep === null) state.tooDeep = position;
}
