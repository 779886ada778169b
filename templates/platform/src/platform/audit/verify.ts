import { createHash } from "node:crypto";
import { quoted, schemaOf } from "../database/schema.ts";
import type { Queries } from "../kernel/world.ts";

interface Entry {
  readonly position: number;
  readonly entry: string;
  readonly hash: string;
}

export interface Verdict {
  readonly entries: number;
  /** The hash of the last entry: kept elsewhere, it shows later that no end was cut off. */
  readonly head: string;
  /** The first entry that does not follow from those before it; null where all do. */
  readonly broken: number | null;
  /** Whether the head that was asked for is among the entries. */
  readonly holds: boolean;
}

const BATCH = 1_000;

/**
 * Reads a service's trail from its beginning.
 * @param head what an earlier look said; empty where there was none
 */
export const verifyTrail = async (queries: Queries, service: string, head = ""): Promise<Verdict> => {
  const statement = {
    name: "audit verify",
    text: `select position, entry, hash from ${quoted(schemaOf(service))}."_audit"
      where position > $1 order by position limit ${BATCH}`,
  };
  let [after, entries, last, holds] = [0, 0, "", head === ""];
  for (;;) {
    const batch = await queries.run<Entry>(statement, [after]);
    for (const { position, entry, hash } of batch) {
      const expected = createHash("sha256").update(last).update(entry).digest("hex");
      if (hash !== expected) return { entries, head: last, broken: position, holds };
      [after, entries, last] = [position, entries + 1, hash];
      holds ||= hash === head;
    }
    if (batch.length < BATCH) return { entries, head: last, broken: null, holds };
  }
};
