// Where everything lies in the kernel's memory. The host reads these addresses from the kernel's exports.

/** Fields of 32 bits, mostly offsets from the beginning of the code: `Field` of the host. */
export const POS: usize = 0;
export const LAST: usize = 4;
export const LAST_START: usize = 8;
export const LAST_END: usize = 12;
export const DOTTED: usize = 16;
export const BEFORE_PAREN: usize = 20;
/** How many brackets are open, and how many of them are parens. */
export const DEPTH: usize = 24;
export const PARENS: usize = 28;
/** The comment that was passed last. What stands before it was settled. */
export const COMMENT_START: usize = 32;
export const COMMENT_END: usize = 36;
/** Where the code ends; a zero stands there. */
export const END: usize = 40;
export const JAVASCRIPT: usize = 44;
/** The import that was passed last: its form, its first word, its literal with the quotes, and whether it is of types alone. */
export const FORM: usize = 48;
export const KEYWORD: usize = 52;
export const LITERAL_START: usize = 56;
export const LITERAL_END: usize = 60;
export const TYPE_ONLY: usize = 64;

/** What each byte may be in a word: `Kind` of the host. */
export const KINDS: usize = 256;
/** At which bytes the skimmer stops: `Stop` of the host. */
export const STOPS: usize = 512;
/** Which pairs of bytes may be of an anchor, by a hash; and for each pair the list of its anchors, 0 for none. */
export const FILTER: usize = 4096;
export const PAIRS: usize = 8192;
/** Each list: how many there are, and for each the anchor and the offset of the pair in it. */
export const LISTS: usize = 73728;
export const LIST_WIDTH: usize = 32;
/** Each anchor: its length, what has to follow it, its text. */
export const ANCHORS: usize = 81920;
export const ANCHOR_WIDTH: usize = 32;

/** A byte for each open bracket, and for each open paren where the word before it begins, or -1. */
export const FRAMES: usize = 131072;
export const PAREN_WORDS: usize = 1179648;
export const DEEPEST: i32 = 1048576;
/** The code. What lies before it is a part of the memory too, so that looking a few bytes back is harmless. */
export const SOURCE: usize = 5373952;
