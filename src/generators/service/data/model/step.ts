import { kebab } from "../../../render/index.ts";

/**
 * When a step runs. `open` makes room, in one transaction with all of its kind; `apart` is what takes long, statement by statement while
 * others read and write; `close` takes away, once all that is done.
 */
export type Phase = "open" | "apart" | "close";

export interface Step {
  readonly phase: Phase;
  /** Each text is sent as one. Those of `apart` can be run again where a run was cut short. */
  readonly up: readonly string[];
  /** What takes it back, in the order in which it is to run. */
  readonly down: readonly string[];
  /** As in "adds Order.note". */
  readonly words: string;
  /** As in `add-order-note`. */
  readonly slug: string;
}

/** Something that was left as it is because taking it away, or insisting on it, is for somebody to ask for. */
export interface Pending {
  /** As in `Order.note`. */
  readonly of: string;
  /** A sentence: what holds until then. */
  readonly message: string;
}

/** `Order`, `giftNote` → `order-gift-note` */
export const slugOf = (...names: readonly string[]): string => names.map((name) => kebab(name.replaceAll(".", "-"))).join("-");
