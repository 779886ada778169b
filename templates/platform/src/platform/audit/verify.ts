import { createHash } from "node:crypto";
import { quoted, schemaOf } from "../database/schema.ts";
import { checked } from "../kernel/json.ts";
import type { Queries } from "../kernel/world.ts";

interface Entry {
  readonly position: number;
  readonly entity: string;
  readonly entityId: string;
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

/** Whether an entry stands under the row that it tells of: it is found by columns that its hash does not know. */
const isOf = (entry: string, entity: string, id: string): boolean => {
  const told = checked<Readonly<Record<"entity" | "id", unknown>>>(JSON.parse(entry));
  return told.entity === entity && told.id === id;
};

/**
 * Reads a service's trail from its beginning.
 * @param head what an earlier look said; empty where there was none
 */
export const verifyTrail = async (queries: Queries, service: string, head = ""): Promise<Verdict> => {
  const statement = {
    name: "audit verify",
    text: `select position, entity, entity_id as "entityId", entry, hash from ${quoted(schemaOf(service))}."_audit"
      where position > $1 order by position limit ${BATCH}`,
  };
  let [after, entries, last, holds] = [0, 0, "", head === ""];
  for (;;) {
    const batch = await queries.run<Entry>(statement, [after]);
    for (const { position, entity, entityId, entry, hash } of batch) {
      const expected = createHash("sha256").update(last).update(entry).digest("hex");
      if (hash !== expected || !isOf(entry, entity, entityId)) return { entries, head: last, broken: position, holds };
      [after, entries, last] = [position, entries + 1, hash];
      holds ||= hash === head;
    }
    if (batch.length < BATCH) return { entries, head: last, broken: null, holds };
  }
};
