import { type Chain, newChain } from "./written.ts";

/** The list of a `let` or a `const` that the tokens are in, one level of brackets deep. */
export const List = { none: 0, variables: 1, constants: 2 } as const;

/** What holds between two brackets; of an open one, what held before it. */
export interface Frame {
  /** Whether what is declared here lives as long as the module. */
  declares: boolean;
  /** Whether what is written here may be written while the program serves. */
  serves: boolean;
  /** The same at the beginning of a statement. */
  servesFirst: boolean;
  list: number;
  /** A name comes next, of which there is a list. */
  wantsName: boolean;
  /** The way that the tokens were on before the bracket. */
  readonly chain: Chain;
  /** What the closing bracket ends. */
  ends: number;
}

/** What a closing bracket ends: a call, an access to a member, or what may be a pattern; what may be either of the last two. */
export const Ends = { other: 0, call: 1, access: 2, unsure: 3, names: 4, imports: 5 } as const;

export function newFrame(): Frame {
  const nothing = { list: List.none, wantsName: false };
  return { declares: true, serves: false, servesFirst: false, ...nothing, chain: newChain(), ends: Ends.other };
}

/** Copies what holds, without the way. */
export function copyFrame(from: Frame, to: Frame): void {
  to.declares = from.declares;
  to.serves = from.serves;
  to.servesFirst = from.servesFirst;
  to.list = from.list;
  to.wantsName = from.wantsName;
}
