/**
 * A piece of source text with as much structure as the merge follows: a leaf, a node with named slots, or a list of pieces. All texts
 * are cut from the source, so that what nobody touched comes out byte for byte.
 */
export interface Tree {
  /** What it is, as `ClassDeclaration`; only trees of one kind are merged part by part. */
  readonly kind: string;
  readonly text: string;
  /** Its words, signs and comments as they compare: without quote style, `;`, trailing commas and white space. */
  readonly tokens: () => readonly string[];
  readonly inside: Leaf | Slots | List;
}

export interface Leaf {
  readonly form: "leaf";
}

export interface Slots {
  readonly form: "slots";
  readonly slots: readonly Slot[];
  /** Of a function: how many slots stand before its body. Who changes the head and who changes the body must be one. */
  readonly head?: number;
}

export interface Slot {
  /** What it is within its node, each once; it pairs the slots where one side has more of them. */
  readonly role: string;
  /** White space and comments before it. */
  readonly lead: string;
  readonly tree: Tree;
}

export interface List {
  readonly form: "list";
  /** White space before the first piece, where there is one. */
  readonly open: string;
  /** Comments that head a file. */
  readonly header: string;
  readonly pieces: readonly Piece[];
  readonly separator: "," | ";" | "|" | "";
  readonly trailing: boolean;
  /** What follows the last piece. */
  readonly tail: string;
  readonly order: Order;
}

/**
 * Whether order says something. `free`: no. `loose`: insertions of both sides may meet. `bare`: pieces without a name are run in order.
 * `strict`: all are. `counted`: the place is the value, as in an enum without values.
 */
export type Order = "free" | "loose" | "bare" | "strict" | "counted";

export interface Piece {
  /** Null where it has no name of its own: it is then paired by content and place. */
  readonly key: string | null;
  /** White space and comments before it; null of a first piece, whose white space is the list's. */
  readonly lead: string | null;
  readonly core: Tree;
  /** A comment behind it on its line. */
  readonly trail: string;
}

export const leaf = (kind: string, text: string, tokens: () => readonly string[]): Tree => ({
  kind,
  text,
  tokens,
  inside: { form: "leaf" },
});

/** What stands for a part that a side does not have. */
export const nothing: Tree = leaf("nothing", "", () => []);

export type Merge = { readonly text: string } | { readonly conflict: string };

export const merged = (text: string): Merge => ({ text });

export const conflict = (reason: string): Merge => ({ conflict: reason });

/** The texts joined, or the first conflict. */
export function joined(parts: readonly Merge[]): Merge {
  const first = parts.find((part) => "conflict" in part);
  return first ?? merged(parts.map((part) => ("text" in part ? part.text : "")).join(""));
}

export const sameTokens = (a: Tree, b: Tree): boolean => {
  if (a.text === b.text) return true;
  const [left, right] = [a.tokens(), b.tokens()];
  return left.length === right.length && left.every((token, n) => token === right[n]);
};
