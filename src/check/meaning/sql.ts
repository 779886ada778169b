/** A table as a statement names it. */
export interface TableUse {
  /** Lower case, without quotes, `schema.table` where it is qualified. */
  readonly name: string;
  readonly use: "reads" | "writes" | "makes";
  /** Offset in the statement. */
  readonly start: number;
  readonly length: number;
}

const STATEMENT = /^\s*(?:with|select|insert\s+into|update|delete\s+from|merge\s+into|truncate|copy|lock\s+table|(?:create|alter|drop)\s+(?:\w+\s+){0,2}table)\b/i;
const FRAGMENT = /^\s*(?:from|(?:(?:left|right|full|inner|cross|outer|natural)\s+){0,2}join|and\s+exists|where\s+exists|union)\b/i;
const NAME = String.raw`(?:"[^"\n]{1,63}"|\x60[^\x60\n]{1,63}\x60|[a-z_][\w$]{0,62})`;
const TABLE = String.raw`${NAME}(?:\s{0,9}\.\s{0,9}${NAME})?`;
const USES = new RegExp(
  String.raw`\b(create\s{1,9}(?:\w{1,20}\s{1,9}){0,2}table|alter\s{1,9}table|from|join|into|update|table|truncate|using)\s{1,99}(?:(?:only|if\s{1,9}not\s{1,9}exists|if\s{1,9}exists|table)\s{1,9}){0,2}(${TABLE})(\s{0,9}\()?`,
  "gi",
);
const MORE = new RegExp(String.raw`^\s{0,99}(?:(?:as\s{1,9})?[a-z_]\w{0,62})?\s{0,9},\s{0,99}(${TABLE})`, "i");
const WORDS = new Set("select lateral unnest values set of cascade restrict no only where as on skip nowait".split(" "));

/** Whether a text is SQL, or the rest of some: every other text that says `from` is none. */
export function isSql(text: string): boolean {
  return STATEMENT.test(text) || FRAGMENT.test(text);
}

/** The tables that a statement names. A fragment counts as far as it says the schema too, for English says `from` as well. */
export function tablesOf(text: string): readonly TableUse[] {
  if (!isSql(text)) return [];
  const own = new Set([...text.matchAll(/(?:\bwith\s+(?:recursive\s+)?|,\s*)("?[a-z_]\w*"?)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+materialized\s+|materialized\s+)?\(/gi)].map(([, name = ""]) => plain(name)));
  const found: TableUse[] = [];
  for (const { index, 0: whole, 1: word = "", 2: table = "", 3: opens } of text.matchAll(USES)) {
    const isCall = opens !== undefined && /^(?:from|join|using)$/i.test(word);
    const start = index + whole.length - (opens?.length ?? 0) - table.length;
    if (!isCall) found.push({ name: plain(table), use: useOf(word), start, length: table.length });
    if (/^from$/i.test(word)) found.push(...listed(text, start + table.length));
  }
  const isWhole = STATEMENT.test(text);
  return found.filter(({ name }) => !own.has(name) && !WORDS.has(name) && (isWhole || name.includes(".")));
}

/** `b` and `c` of `from a, b as x, c`. */
function listed(text: string, after: number): readonly TableUse[] {
  const found: TableUse[] = [];
  for (let at = after, next = MORE.exec(text.slice(at, at + 400)); next; next = MORE.exec(text.slice(at, at + 400))) {
    const [whole, table = ""] = next;
    at += whole.length;
    found.push({ name: plain(table), use: "reads", start: at - table.length, length: table.length });
  }
  return found;
}

function useOf(word: string): TableUse["use"] {
  if (/^create/i.test(word)) return "makes";
  return /^(?:from|join|using)$/i.test(word) ? "reads" : "writes";
}

function plain(name: string): string {
  return name.replace(/["`\s]/g, "").toLowerCase();
}
