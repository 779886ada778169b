import { kebab } from "../../../render/index.ts";

/**
 * When a step runs. `open` makes room, in one transaction with all of its kind; `copy` fills it, text by text while others read and write;
 * `swap` puts it in the place of what was there; `apart` proves and indexes, text by text; `close` takes away, once all that is done.
 */
export type Phase = (typeof phases)[number];

export const phases = ["open", "copy", "swap", "apart", "close"] as const;

/** Whether the steps of a phase run text by text, outside a transaction; each can be run again where it was cut short. */
export const isApart = (phase: Phase): boolean => phase === "copy" || phase === "apart";

export interface Step {
  readonly phase: Phase;
  /** Each text is sent as one. */
  readonly up: readonly string[];
  /** What takes it back, in the order in which it is to run. */
  readonly down: readonly string[];
  /** As in "adds Order.note". */
  readonly words: string;
  /** As in `add-order-note`. */
  readonly slug: string;
  /** Of the step that gives the schema itself another name. */
  readonly schema?: { readonly from: string; readonly to: string };
}

/** Something that was left as it is because taking it away, or insisting on it, is for somebody to ask for. */
export interface Pending {
  /** As in `Order.note`. */
  readonly of: string;
  /** A sentence: what holds until then. */
  readonly message: string;
  /** Whether rows may lack what is promised of them. */
  readonly isOpen?: true;
}

/** `Order`, `giftNote` → `order-gift-note` */
export const slugOf = (...names: readonly string[]): string => names.map((name) => kebab(name.replaceAll(".", "-"))).join("-");

/** What a part of a table becomes, how, and what is left for somebody to ask for. */
export interface Changed<Item> {
  readonly now: readonly Item[];
  readonly steps: readonly Step[];
  readonly pending: readonly Pending[];
}

export const unchanged = <Item>(...now: readonly Item[]): Changed<Item> => ({ now, steps: [], pending: [] });

export const together = <Item>(parts: readonly Changed<Item>[]): Changed<Item> => ({
  now: parts.flatMap((one) => one.now),
  steps: parts.flatMap((one) => one.steps),
  pending: parts.flatMap((one) => one.pending),
});
