/** From here on, as a fraction of one, a promise of availability is hard to keep: it leaves 43 minutes in a month. */
export const demanding = 0.999;

/** A share as people write it, as `99.95%`. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(6))}%`;
