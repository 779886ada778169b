/** Numbers that look random and are the same for one seed. */
export interface Random {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** From 0 to below `end`. */
  readonly below: (end: number) => number;
  /** From `least` to `most`. */
  readonly whole: (least: number, most: number) => number;
  readonly chance: (share: number) => boolean;
  /** One of a list that is not empty. */
  readonly of: <T>(list: readonly T[]) => T;
}

export function randomOf(seed: number): Random;
