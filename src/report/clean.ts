/**
 * Text of others, safe for a terminal: what would move the cursor, ring, colour or turn the direction of reading is shown as a sign of
 * its own. Each unit of UTF-16 stays one unit, so that columns stay right; a tab becomes a space.
 */
export function clean(text: string): string {
  return text.replace(unsafe, (sign) => {
    const code = sign.charCodeAt(0);
    if (code === 0x09) return " ";
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** C0 and C1 controls, line separators, zero-width and bidirectional controls, the byte order mark, and lone surrogates. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A message of several lines, each of them made safe. */
export function cleanLines(text: string): string {
  return text.split("\n").map(clean).join("\n");
}
