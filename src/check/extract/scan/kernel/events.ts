// Why the kernel comes back to its host: `Event` there. Above zero the host is to take what stands at the place, and to come again.

export const DOUBT: i32 = -1;
export const GO_ON: i32 = 0;
export const DONE: i32 = 1;
export const WORD_MET: i32 = 2;
export const SLASH_MET: i32 = 3;
export const LESS_MET: i32 = 4;
/** The code within markup ends. */
export const MARKUP: i32 = 5;
/** The host is to read something in the comment that was passed: an order to ignore, a triple-slash line, what may be JSDoc that imports. */
export const IGNORES: i32 = 6;
export const REFERENCES: i32 = 7;
export const JSDOC: i32 = 8;
/** A statement was passed that imports. */
export const IMPORTS: i32 = 9;
