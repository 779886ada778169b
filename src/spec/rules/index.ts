import type { SpecRule } from "../../model/rule.ts";
import { badPolicy } from "./bad-policy.ts";
import { callCycle } from "./call-cycle.ts";
import { carriedTwice } from "./carried-twice.ts";
import { contradictoryReach } from "./contradictory-reach.ts";
import { deepCallChain } from "./deep-call-chain.ts";
import { dormantUnits } from "./dormant-units.ts";
import { leakingReservation } from "./leaking-reservation.ts";
import { missingAuth } from "./missing-auth.ts";
import { nameClash } from "./name-clash.ts";
import { ownedChildren } from "./owned-children.ts";
import { requiredCycle } from "./required-cycle.ts";
import { roleCycle } from "./role-cycle.ts";
import { routeClash } from "./route-clash.ts";
import { uncallableOperation } from "./uncallable-operation.ts";
import { undeclaredUse } from "./undeclared-use.ts";
import { unfilterablePolicy } from "./unfilterable-policy.ts";
import { unfitFallback } from "./unfit-fallback.ts";
import { unheardEvent } from "./unheard-event.ts";
import { unitServices } from "./unit-services.ts";
import { unknownName } from "./unknown-name.ts";
import { unknownState } from "./unknown-state.ts";
import { unmatchedGrant } from "./unmatched-grant.ts";
import { unpublishedEvent } from "./unpublished-event.ts";
import { unreachableState } from "./unreachable-state.ts";
import { unsafeRetry } from "./unsafe-retry.ts";

/** Every rule on the meaning of a spec, by id. A test holds the list to the folder and to the manual. */
export const specRules: readonly SpecRule[] = [
  badPolicy,
  callCycle,
  carriedTwice,
  contradictoryReach,
  deepCallChain,
  dormantUnits,
  leakingReservation,
  missingAuth,
  nameClash,
  ownedChildren,
  requiredCycle,
  roleCycle,
  routeClash,
  uncallableOperation,
  undeclaredUse,
  unfilterablePolicy,
  unfitFallback,
  unheardEvent,
  unitServices,
  unknownName,
  unknownState,
  unmatchedGrant,
  unpublishedEvent,
  unreachableState,
  unsafeRetry,
];
