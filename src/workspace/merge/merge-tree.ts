import { mergeList } from "./merge-list.ts";
import { eachSide, type Sides } from "./sides.ts";
import { conflict, joined, type Merge, merged, nothing, sameTokens, type Slot, type Slots, type Tree } from "./tree.ts";
import { mergeTrivia } from "./trivia.ts";

/**
 * Merges one tree. Where the three are of one kind it goes into their parts before it compares words: that keeps the user's formatting.
 */
export function mergeTree({ base, ours, theirs }: Sides<Tree>): Merge {
  if (ours.text === base.text || ours.text === theirs.text) return merged(theirs.text);
  if (theirs.text === base.text) return merged(ours.text);
  const [b, o, t] = [base.inside, ours.inside, theirs.inside];
  const alike = base.kind === ours.kind && ours.kind === theirs.kind;
  if (alike && b.form === "list" && o.form === "list" && t.form === "list") return mergeList({ base: b, ours: o, theirs: t }, mergeTree);
  if (alike && b.form === "slots" && o.form === "slots" && t.form === "slots") {
    if (crossed({ base: b, ours: o, theirs: t })) return conflict(`one side changed the head and the other the body of a ${named(ours)}`);
    return mergeSlots({ base: b.slots, ours: o.slots, theirs: t.slots });
  }
  return mergeWords({ base, ours, theirs });
}

function mergeWords({ base, ours, theirs }: Sides<Tree>): Merge {
  if (sameTokens(theirs, base) || sameTokens(theirs, ours)) return merged(ours.text);
  if (sameTokens(ours, base)) return merged(theirs.text);
  return conflict(`both sides changed \`${short(base.text === "" ? ours.text : base.text)}\``);
}

const short = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
};

const named = ({ kind, text }: Tree): string => (/Arrow|Function|Method|Constructor|Accessor/.test(kind) ? `function, \`${short(text)}\`` : kind);

/** Whether one side changed what stands before a function's body and the other one the body. */
function crossed(sides: Sides<Slots>): boolean {
  if (sides.base.head === undefined) return false;
  const part = ({ slots, head = 0 }: Slots, from: "head" | "body"): readonly string[] =>
    (from === "head" ? slots.slice(0, head) : slots.slice(head)).flatMap(({ tree }) => tree.tokens());
  const changed = (side: Slots, from: "head" | "body"): boolean => part(side, from).join("\n") !== part(sides.base, from).join("\n");
  const { ours, theirs } = sides;
  return (changed(ours, "head") && changed(theirs, "body")) || (changed(theirs, "head") && changed(ours, "body"));
}

/** Slot by slot; what a side does not have, as a modifier or an `extends`, counts as empty there. */
function mergeSlots(sides: Sides<readonly Slot[]>): Merge {
  const { base, ours, theirs } = sides;
  if (base.length === ours.length && ours.length === theirs.length) {
    return joined(ours.map((slot, n) => mergeSlot({ base: base[n] ?? absent, ours: slot, theirs: theirs[n] ?? absent })));
  }
  const roles = [...ours.map(({ role }) => role)];
  for (const [n, { role }] of theirs.entries()) {
    if (!roles.includes(role)) roles.splice(roles.indexOf(theirs[n - 1]?.role ?? "") + 1, 0, role);
  }
  return joined(roles.map((role) => mergeSlot(eachSide(sides, (slots) => slots.find((slot) => slot.role === role) ?? absent))));
}

const absent: Slot = { role: "", lead: "", tree: nothing };

function mergeSlot(sides: Sides<Slot>): Merge {
  const { base, ours, theirs } = eachSide(sides, ({ tree, lead }) => (tree === nothing ? null : lead));
  const core = mergeTree(eachSide(sides, ({ tree }) => tree));
  if ("text" in core && core.text === "" && (ours === null || theirs === null)) return core;
  return joined([mergeTrivia(base, ours, theirs), core]);
}
