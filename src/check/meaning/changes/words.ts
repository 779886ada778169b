// What words mean to the tokens around them.

/** What may come next: where it is unsure, only syntax would tell. */
export type Expects = "operand" | "operator" | "unsure";

/** After their parens a statement begins. */
const CONTROL = new Set(["if", "for", "while", "with", "switch", "catch"]);
/** After these an operand comes. */
const BEFORE_OPERAND = new Set([
  ..."return typeof void delete in instanceof new throw case do else if for while with switch catch default extends export import const let var".split(" "),
  ..."as satisfies is keyof unique readonly infer asserts abstract function class async static get set yield await of using declare".split(" "),
]);
/** The same as names of variables. */
const UNSURE = new Set(["yield", "await", "of", "as", "satisfies", "is", "async", "static", "get", "set", "using", "declare", "keyof", "unique", "readonly", "infer", "asserts", "abstract"]);

/** Whether a statement follows the parentheses behind a word. */
export function isControl(word: string): boolean {
  return CONTROL.has(word);
}

/** Whether an operand may come after a word that is no member's name. */
export function isBeforeOperand(word: string): boolean {
  return BEFORE_OPERAND.has(word) || CONTROL.has(word);
}

/** Whether a word that stands before operands may be a name as well. */
export function mayBeName(word: string): boolean {
  return UNSURE.has(word);
}

/** What comes after a word. */
export function expectedAfter(word: string, isMember: boolean): Expects {
  if (isMember || !BEFORE_OPERAND.has(word)) return "operator";
  return UNSURE.has(word) ? "unsure" : "operand";
}
