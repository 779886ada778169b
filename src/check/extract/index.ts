import { isComponent, scriptOf } from "./component.ts";
import { dialectOf, type Extracted } from "./fact.ts";
import { scan } from "./scan/index.ts";

/**
 * Reads one file's imports, from its text or from its bytes with a zero after them. Null where it cannot be read as a program:
 * it nests too deep even for the parser.
 */
export async function extract(path: string, code: string | Buffer): Promise<Extracted | null> {
  if (isComponent(path)) {
    const script = scriptOf(path, textOf(code));
    return extract(script.path, script.text);
  }
  const scanned = scan(code, dialectOf(path));
  if (scanned) return scanned;
  const text = textOf(code);
  const { parse } = await import("./parse.ts");
  try {
    return parse(path, text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Taken before anything is awaited: the bytes are another file's by then. */
function textOf(code: string | Buffer): string {
  return typeof code === "string" ? code : code.toString("utf8", 0, code.length - 1);
}
