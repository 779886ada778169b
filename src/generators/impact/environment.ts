import type { Change } from "../../model/impact.ts";

/** What a text like `.env.example` says of each variable: the comment in front, its last sentence. */
type Variables = ReadonlyMap<string, string>;

const ASSIGNED = /^(?:# ?)?([A-Z][A-Z0-9_]*)=/;

/** Variables that came and went between two texts like `.env.example`; null where there was none. */
export function environmentChanges(was: string | null, now: string | null): readonly Change[] {
  const [before, after] = [variablesIn(was ?? ""), variablesIn(now ?? "")];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name): readonly Change[] => {
    if (before.has(name) === after.has(name)) return [];
    if (!after.has(name)) return [{ change: "removed", breaking: false, name, says: ["nothing reads it any more"] }];
    const says = after.get(name) ?? "";
    return [{ change: "added", breaking: false, name, says: says === "" ? [] : [says] }];
  });
}

function variablesIn(text: string): Variables {
  const found = new Map<string, string>();
  let comment = "";
  for (const line of text.split("\n")) {
    const name = ASSIGNED.exec(line)?.[1];
    if (name !== undefined) found.set(name, comment);
    else if (line.startsWith("#")) comment = line.replace(/^#\s*/, "").replace(/\.$/, "");
    else comment = "";
  }
  return found;
}
