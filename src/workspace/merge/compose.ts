import type { Sides } from "./sides.ts";
import { joined, type List, type Merge, merged } from "./tree.ts";
import { mergeTrivia } from "./trivia.ts";

/** A piece of the result. */
export interface Composed {
  readonly lead: string | null;
  readonly core: string;
  readonly trail: string;
}

/** The text of a merged list: commas before trailing comments, a line of its own for each where lists of this kind have it so. */
export function compose({ base, ours, theirs }: Sides<List>, pieces: readonly Composed[]): Merge {
  const header = mergeTrivia(base.header, ours.header, theirs.header);
  const tail = mergeTrivia(base.tail, ours.tail, theirs.tail);
  const open = mergeTrivia(base.open, ours.open, theirs.open);
  const faults = joined([header, tail, open]);
  if (!("text" in header && "text" in tail && "text" in open)) return faults;
  const trailing = ours.trailing === base.trailing ? theirs.trailing : ours.trailing;
  const between = usualLead(ours, theirs, open.text);
  const texts = pieces.map((piece, n) => {
    const last = n === pieces.length - 1;
    const lead = n === 0 ? firstLead(piece, open.text, header.text) : nextLead(piece, between, ours.separator);
    return `${lead}${piece.core}${separatorOf(ours, last, trailing)}${piece.trail}`;
  });
  return merged(`${header.text}${texts.join("")}${tail.text}`);
}

const separatorOf = ({ separator }: List, last: boolean, trailing: boolean): string =>
  separator === "," || separator === ";" ? (last && !trailing ? "" : separator) : "";

/** What stands between two pieces of a list, as a rule. */
function usualLead(ours: List, theirs: List, open: string): string {
  const leads = [...ours.pieces, ...theirs.pieces].flatMap(({ lead }) => (lead === null ? [] : [ours.separator === "|" ? lead : blank(lead)]));
  const [usual] = leads.sort((a, b) => leads.filter((one) => one === b).length - leads.filter((one) => one === a).length);
  return usual ?? (open.includes("\n") || ours.separator !== "" ? open || " " : "\n");
}

/** The white space of a lead up to its first comment or sign. */
const blank = (lead: string): string => lead.match(/^\s*/)?.[0] ?? "";

function firstLead({ lead }: Composed, open: string, header: string): string {
  if (lead === null) return open;
  const rest = lead.trimStart().replace(/^\|\s*/, "");
  return header === "" || open !== "" ? `${open}${rest}` : rest;
}

function nextLead({ lead }: Composed, between: string, separator: string): string {
  const own = lead ?? between;
  if (separator === "|") return own.includes("|") ? own : `${between.includes("|") ? between : " | "}${own.trimStart()}`;
  if (separator === "" && !own.includes("\n")) return between.includes("\n") ? `${between}${own.trimStart()}` : `\n${own}`;
  return own === "" ? between || " " : own;
}
