import { dialectOf, type Extracted } from "./fact.ts";
import { isComponent, scriptOf } from "./component.ts";
import { scan } from "./scan/index.ts";

/** Reads one file's imports. Null where it cannot be read as a program: it nests too deep even for the parser. */
export async function extract(path: string, text: string): Promise<Extracted | null> {
  if (isComponent(path)) {
    const script = scriptOf(path, text);
    return extract(script.path, script.text);
  }
  const scanned = scan(text, dialectOf(path));
  if (scanned) return scanned;
  const { parse } = await import("./parse.ts");
  try {
    return parse(path, text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
