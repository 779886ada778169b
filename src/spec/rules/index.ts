import type { SpecRule } from "../../model/rule.ts";
import { badPolicy } from "./bad-policy.ts";
import { callCycle } from "./call-cycle.ts";
import { callWithoutFallback } from "./call-without-fallback.ts";
import { carriedTwice } from "./carried-twice.ts";
import { contradictoryReach } from "./contradictory-reach.ts";
import { deepCallChain } from "./deep-call-chain.ts";
import { dormantUnits } from "./dormant-units.ts";
import { exchangedNames } from "./exchanged-names.ts";
import { joiningEntity } from "./joining-entity.ts";
import { leakingReservation } from "./leaking-reservation.ts";
import { lostMessages } from "./lost-messages.ts";
import { mailWithoutLogins } from "./mail-without-logins.ts";
import { memoryCacheInFunctions } from "./memory-cache-in-functions.ts";
import { missingAuth } from "./missing-auth.ts";
import { missingProvider } from "./missing-provider.ts";
import { moreUnitsThanEngineers } from "./more-units-than-engineers.ts";
import { nameClash } from "./name-clash.ts";
import { openPersonalData } from "./open-personal-data.ts";
import { openTenant } from "./open-tenant.ts";
import { ownDataOfNobody } from "./own-data-of-nobody.ts";
import { ownedChildren } from "./owned-children.ts";
import { personalDataKept } from "./personal-data-kept.ts";
import { regulatedInClear } from "./regulated-in-clear.ts";
import { requiredCycle } from "./required-cycle.ts";
import { roleCycle } from "./role-cycle.ts";
import { routeClash } from "./route-clash.ts";
import { singleInstance } from "./single-instance.ts";
import { straySubject } from "./stray-subject.ts";
import { typeCycle } from "./type-cycle.ts";
import { uncallableOperation } from "./uncallable-operation.ts";
import { undeclaredUse } from "./undeclared-use.ts";
import { unfillableField } from "./unfillable-field.ts";
import { unfilterablePolicy } from "./unfilterable-policy.ts";
import { unfitFallback } from "./unfit-fallback.ts";
import { unfitJob } from "./unfit-job.ts";
import { unfitPartition } from "./unfit-partition.ts";
import { unheardEvent } from "./unheard-event.ts";
import { unindexableField } from "./unindexable-field.ts";
import { unitServices } from "./unit-services.ts";
import { unknownName } from "./unknown-name.ts";
import { unknownState } from "./unknown-state.ts";
import { unlimitedPublicApi } from "./unlimited-public-api.ts";
import { unmatchedGrant } from "./unmatched-grant.ts";
import { unobservedDistribution } from "./unobserved-distribution.ts";
import { unpublishedEvent } from "./unpublished-event.ts";
import { unreachableState } from "./unreachable-state.ts";
import { unreadyOperations } from "./unready-operations.ts";
import { unsafeRetry } from "./unsafe-retry.ts";
import { unusedIndex } from "./unused-index.ts";

/** Every rule on the meaning of a spec, by id. A test holds the list to the folder and to the manual. */
export const specRules: readonly SpecRule[] = [
  badPolicy,
  callCycle,
  callWithoutFallback,
  carriedTwice,
  contradictoryReach,
  deepCallChain,
  dormantUnits,
  exchangedNames,
  joiningEntity,
  leakingReservation,
  lostMessages,
  mailWithoutLogins,
  memoryCacheInFunctions,
  missingAuth,
  missingProvider,
  moreUnitsThanEngineers,
  nameClash,
  openPersonalData,
  openTenant,
  ownDataOfNobody,
  ownedChildren,
  personalDataKept,
  regulatedInClear,
  requiredCycle,
  roleCycle,
  routeClash,
  singleInstance,
  straySubject,
  typeCycle,
  uncallableOperation,
  undeclaredUse,
  unfillableField,
  unfilterablePolicy,
  unfitFallback,
  unfitJob,
  unfitPartition,
  unheardEvent,
  unindexableField,
  unitServices,
  unknownName,
  unknownState,
  unlimitedPublicApi,
  unmatchedGrant,
  unobservedDistribution,
  unpublishedEvent,
  unreachableState,
  unreadyOperations,
  unsafeRetry,
  unusedIndex,
];
