import { eachSide, type Sides } from "./sides.ts";
import type { Identified } from "./pair.ts";
import type { Order } from "./tree.ts";

type Ids = readonly string[];

/**
 * The order of what stays: ours is the spine, theirs where only theirs moved something; what was added follows its predecessor, theirs
 * before the user's. A sentence where both sides moved things, or where it cannot be said what comes first and it matters.
 */
export function mergeOrder(pieces: Sides<readonly Identified[]>, order: Order, stays: (id: string) => boolean): Ids | string {
  const { base, ours, theirs } = eachSide(pieces, (side) => side.map(({ id }) => id).filter(stays));
  const common = new Set(base.filter((id) => ours.includes(id) && theirs.includes(id)));
  const [b, o, t] = [base, ours, theirs].map((ids) => ids.filter((id) => common.has(id)).join("\n"));
  const bothMoved = b !== o && b !== t && o !== t;
  if (bothMoved && order !== "free") return "both sides changed the order";
  const spine = (o === b && t !== b ? theirs : ours).filter((id) => common.has(id));
  const added = { ours: ours.filter((id) => !common.has(id)), theirs: theirs.filter((id) => !common.has(id)) };
  const clash = order === "free" || order === "loose" ? null : clashing(pieces, { base, ours, theirs }, added, common, order);
  return clash ?? inserted(spine, { base, ours, theirs }, added);
}

interface Added {
  readonly ours: Ids;
  readonly theirs: Ids;
}

/** Each addition behind the piece that it follows on its own side. */
function inserted(spine: Ids, sides: Sides<Ids>, added: Added): Ids {
  const order = [...spine];
  const place = (id: string, side: Ids, skip: (next: string) => boolean): void => {
    if (order.includes(id)) return;
    const before = side.slice(0, side.indexOf(id)).reverse().find((one) => order.includes(one));
    let at = before === undefined ? 0 : order.indexOf(before) + 1;
    while (at < order.length && skip(order[at] ?? "")) at += 1;
    order.splice(at, 0, id);
  };
  for (const id of added.theirs) place(id, sides.theirs, () => false);
  const theirsOnly = new Set(added.theirs.filter((id) => !sides.ours.includes(id)));
  for (const id of added.ours) place(id, sides.ours, (next) => theirsOnly.has(next));
  return order;
}

/** Additions of both sides at one place, in a list that runs in order. */
function clashing(pieces: Sides<readonly Identified[]>, sides: Sides<Ids>, added: Added, common: ReadonlySet<string>, order: Order): string | null {
  const only = (side: "ours" | "theirs"): Ids => added[side].filter((id) => !sides[side === "ours" ? "theirs" : "ours"].includes(id));
  if (order === "counted") return only("ours").length > 0 && only("theirs").length > 0 ? "both sides changed values that count by their place" : null;
  const counts = (side: "ours" | "theirs"): Ids => only(side).filter((id) => order === "strict" || isBare(pieces[side], id));
  const gapOf = (side: Ids, id: string): string => side.slice(0, side.indexOf(id)).reverse().find((one) => common.has(one)) ?? "";
  const gaps = new Set(counts("theirs").map((id) => gapOf(sides.theirs, id)));
  const meets = counts("ours").some((id) => gaps.has(gapOf(sides.ours, id)));
  return meets ? "both sides added statements at one place, and their order matters" : null;
}

/** A statement that runs, and is no declaration. */
const isBare = (side: readonly Identified[], id: string): boolean => side.find((one) => one.id === id)?.piece.core.kind === "ExpressionStatement";
