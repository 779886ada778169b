import type { Architecture } from "../../model/architecture.ts";
import type { Change, Impact } from "../../model/impact.ts";
import type { Break } from "./break.ts";
import { callDifferences, contractsOf, endpointsOf, representationsOf } from "./endpoints.ts";
import { eventDifferences, eventsOf } from "./events.ts";
import { type Compared, comparedOf } from "./item.ts";
import { comparedPermissions } from "./permissions.ts";
import { settingBreaks } from "./settings.ts";

export interface Compatibility {
  readonly breaks: readonly Break[];
  /** What changes and lets nobody down. */
  readonly compatible: Impact;
}

const CALLERS = "A request that was right is refused, or answered otherwise than its caller reads it.";
const READERS = "Who reads it as it was cannot read what is shown now.";
const HEARERS = "What lies in queues was written as it was, and hearers of another version run beside this one while it is released.";
const SERVICES = "Units are released one by one: a caller of the old version meets a callee of the new one.";
const REFUSED = "Who was let in is refused now.";

/** A new spec against the contract that was released last. */
export function compatibility(was: Architecture, now: Architecture): Compatibility {
  const endpoints = comparedOf(endpointsOf(was), endpointsOf(now), callDifferences);
  const shown = comparedOf(representationsOf(was), representationsOf(now), callDifferences).filter(({ change }) => change === "changed");
  // One process is released at once, and so are both ends of a call in it.
  const isOne = [was, now].every(({ units }) => units.length <= 1);
  const contracts = isOne ? [] : comparedOf(contractsOf(was), contractsOf(now), callDifferences);
  const events = comparedOf(eventsOf(was), eventsOf(now), eventDifferences);
  const permissions = comparedPermissions(was, now);
  return {
    breaks: [
      ...endpoints.flatMap((one) => breaksIn(one, CALLERS)),
      ...shown.flatMap((one) => breaksIn(one, READERS)),
      ...contracts.flatMap((one) => breaksIn(one, SERVICES)),
      ...events.flatMap((one) => breaksIn(one, HEARERS)),
      ...permissions.flatMap(({ role, withdrawn }) => withdrawn.map((line) => withdrawnFrom(role, line))),
      ...settingBreaks(was, now),
    ],
    compatible: {
      endpoints: [...endpoints, ...shown].flatMap(harmlessIn),
      contracts: contracts.flatMap(harmlessIn),
      events: events.flatMap(harmlessIn),
      permissions: permissions.flatMap(({ role, granted }) => (granted.length === 0 ? [] : [{ change: "added", breaking: false, name: `${role ?? "anybody"} may`, says: granted }])),
      environment: [],
      units: [],
      migrations: [],
    },
  };
}

function breaksIn({ change, name, wasAt, nowAt, differences }: Compared, why: string): readonly Break[] {
  if (change === "removed") return [{ name, says: "is gone", why, certain: true, wasAt, nowAt }];
  return differences.filter(({ breaking }) => breaking).map((one) => ({ name, says: one.says, why, certain: true, wasAt: one.wasAt ?? wasAt, nowAt: one.nowAt ?? nowAt }));
}

function harmlessIn({ change, name, differences }: Compared): readonly Change[] {
  const says = differences.filter(({ breaking }) => !breaking).map((one) => one.says);
  return change === "removed" || (change === "changed" && says.length === 0) ? [] : [{ change, breaking: false, name, says }];
}

function withdrawnFrom(role: string | null, line: string): Break {
  const at = role === null ? "auth.anonymous" : `auth.roles.${role}`;
  return { name: role ?? "anybody", says: `may not \`${line}\` any more`, why: REFUSED, certain: true, wasAt: at, nowAt: at };
}
