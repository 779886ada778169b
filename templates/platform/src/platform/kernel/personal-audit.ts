import type { AuditTrail } from "./audit.ts";
import type { Envelope } from "./envelope.ts";
import type { Note } from "./personal-erasure.ts";

/** Leaves an entry in the trail for each erased row of those that it tells of. */
export const erasureNote =
  (trail: AuditTrail, now: () => string) =>
  (envelope: Envelope): Note =>
  async (queries, { entity, audited }, id) => {
    if (audited === null) return;
    const change = { action: "erase", id, at: now(), from: null, to: null };
    await trail(queries, envelope, { entity, secret: audited }, change);
  };
