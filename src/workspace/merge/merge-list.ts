import { type Composed, compose } from "./compose.ts";
import { mergeOrder } from "./merge-order.ts";
import { type Identified, paired } from "./pair.ts";
import { eachSide, type Sides } from "./sides.ts";
import { conflict, type List, type Merge, nothing, type Piece, sameTokens, type Tree } from "./tree.ts";
import { commentsIn, mergeTrivia } from "./trivia.ts";

/** How two pieces of one name are merged. */
type MergeTree = (sides: Sides<Tree>) => Merge;

/** Merges lists piece by piece: first what becomes of each, then their order, then the text. */
export function mergeList(sides: Sides<List>, mergeTree: MergeTree): Merge {
  const pieces = paired(eachSide(sides, (list) => list.pieces));
  const byId = eachSide(pieces, (list) => new Map(list.map(({ id, piece }) => [id, piece])));
  const ids = [...new Set([...pieces.ours, ...pieces.theirs].map(({ id }) => id))];
  const decided = new Map<string, Composed | null>();
  for (const id of ids) {
    const one = decide(byId.base.get(id) ?? null, byId.ours.get(id) ?? null, byId.theirs.get(id) ?? null, mergeTree);
    if (one !== null && "conflict" in one) return one;
    decided.set(id, one);
  }
  const order = mergeOrder(pieces, sides.ours.order, (id) => (decided.get(id) ?? null) !== null);
  if (typeof order === "string") return conflict(order);
  if (replacedTwice(pieces, sides.ours)) return conflict("both sides replaced the same element");
  return compose(sides, order.flatMap((id) => decided.get(id) ?? []));
}

type Decided = Composed | { readonly conflict: string } | null;

/** What becomes of one piece; null where it is gone. */
function decide(base: Piece | null, ours: Piece | null, theirs: Piece | null, mergeTree: MergeTree): Decided {
  if (ours !== null && theirs !== null) return base === null ? bothAdded(ours, theirs, mergeTree) : mergePiece({ base, ours, theirs }, mergeTree);
  const left = ours ?? theirs;
  if (left === null) return null;
  if (base === null) return { lead: left.lead, core: left.core.text, trail: left.trail };
  if (unchanged(base, left)) return null;
  return { conflict: `one side removed \`${nameOf(base)}\`, the other changed it` };
}

const nameOf = ({ key, core }: Piece): string => key?.replace(/^\w+:/, "") ?? core.text.split("\n")[0] ?? "";

/** A comment that the user wrote at a piece counts as a change of it. */
function unchanged(base: Piece, left: Piece): boolean {
  const comments = ({ lead, trail }: Piece): string => commentsIn(`${lead ?? ""}\n${trail}`).join("\n");
  return sameTokens(base.core, left.core) && (comments(base) === comments(left) || comments(left) === "" || left.lead === null || base.lead === null);
}

function mergePiece(sides: Sides<Piece>, mergeTree: MergeTree): Decided {
  const core = mergeTree(eachSide(sides, (piece) => piece.core));
  if ("conflict" in core) return core;
  const { base, ours, theirs } = eachSide(sides, ({ lead }) => lead);
  const lead = base === null && ours === null && theirs === null ? null : mergeTrivia(base, ours, theirs);
  if (lead !== null && "conflict" in lead) return lead;
  const trail = mergeTrivia(sides.base.trail, sides.ours.trail, sides.theirs.trail);
  return "conflict" in trail ? trail : { lead: lead?.text ?? null, core: core.text, trail: trail.text };
}

/** Two sides that add the same are one; imports from one module are joined; anything else of one name is a conflict. */
function bothAdded(ours: Piece, theirs: Piece, mergeTree: MergeTree): Decided {
  if (sameTokens(ours.core, theirs.core)) return { lead: ours.lead, core: ours.core.text, trail: ours.trail };
  if (ours.core.kind === "ImportDeclaration" && theirs.core.kind === "ImportDeclaration") {
    const core = mergeTree({ base: { ...nothing, kind: "ImportDeclaration", inside: emptied(ours) }, ours: ours.core, theirs: theirs.core });
    if ("text" in core) return { lead: ours.lead, core: core.text, trail: ours.trail };
  }
  return { conflict: `both sides added \`${nameOf(ours)}\`, each in its own way` };
}

/** The import that both sides have, before either named anything. */
function emptied({ core }: Piece): Piece["core"]["inside"] {
  const empty = (tree: Piece["core"]): Piece["core"] => {
    if (tree.inside.form === "list") return { ...tree, text: "", inside: { ...tree.inside, pieces: [], tail: tree.inside.open } };
    if (tree.inside.form === "leaf") return tree;
    const slots = tree.inside.slots.map((slot) => ({ ...slot, tree: empty(slot.tree) }));
    return { ...tree, text: "", inside: { ...tree.inside, slots } };
  };
  return empty(core).inside;
}

/** Of a list of values: both sides took one away and each put another there. To keep both would be a guess. */
function replacedTwice({ base, ours, theirs }: Sides<readonly Identified[]>, { order, separator }: List): boolean {
  if (order !== "loose" && separator !== "|") return false;
  const has = (side: readonly Identified[], id: string): boolean => side.some((one) => one.id === id);
  const gone = base.some(({ id }) => !has(ours, id) && !has(theirs, id));
  const added = (side: readonly Identified[], other: readonly Identified[]): boolean => side.some(({ id }) => !has(base, id) && !has(other, id));
  return gone && added(ours, theirs) && added(theirs, ours);
}

