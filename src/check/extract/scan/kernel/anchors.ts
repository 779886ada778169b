import { byteAt, DOUBLE_QUOTE, SINGLE_QUOTE, BACKTICK, SLASH, field, isWordAt, pastSpaces } from "./bytes";
import { ANCHORS, ANCHOR_WIDTH, END, FILTER, LISTS, LIST_WIDTH, PAIRS, SOURCE } from "./memory";

/** What has to follow an anchor: anything, no letter of ASCII, or a string. `Follows` of the host. */
const NO_LETTER: i32 = 1;
const LITERAL: i32 = 2;

/** Of any three places one after the other one is looked at, and the shortest word has pairs at three. */
const STRIDE: i32 = 3;

/** The offset past the last word that may import or ignore something; 0 where there is none. */
export function lastWord(): i32 {
  for (let at = field(END) - 1; at >= 0; at -= STRIDE) {
    const pair = load<u16>(SOURCE + at);
    if (load<u8>(FILTER + (((pair >> 3) ^ pair) & 4095)) === 0) continue;
    const end = wordAround(at, load<u8>(PAIRS + pair));
    if (end >= 0) return end;
  }
  return 0;
}

/** Where the anchor of the list ends of which a pair stands at `at`; -1 where it is none. */
function wordAround(at: i32, list: i32): i32 {
  const entries: usize = LISTS + <usize>list * LIST_WIDTH;
  const count: i32 = load<u8>(entries);
  for (let index = 0; index < count; index++) {
    const anchor: usize = ANCHORS + <usize>load<u8>(entries + 1 + 2 * index) * ANCHOR_WIDTH;
    const start = at - <i32>load<u8>(entries + 2 + 2 * index);
    const length: i32 = load<u8>(anchor);
    if (isText(anchor + 2, length, start) && follows(load<u8>(anchor + 1), start + length)) return start + length;
  }
  return -1;
}

function isText(text: usize, length: i32, start: i32): bool {
  for (let index = 0; index < length; index++) if (byteAt(start + index) !== load<u8>(text + index)) return false;
  return true;
}

function follows(wanted: i32, at: i32): bool {
  if (wanted === NO_LETTER) return byteAt(at) >= 0x80 || !isWordAt(at);
  return wanted !== LITERAL || meetsLiteral(at);
}

/** Whether a string follows, or a comment before which it may. */
function meetsLiteral(from: i32): bool {
  const code = byteAt(pastSpaces(from));
  return code === SINGLE_QUOTE || code === DOUBLE_QUOTE || code === BACKTICK || code === SLASH;
}
