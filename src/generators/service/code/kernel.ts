import type { Export } from "./imports.ts";

const KERNEL = "src/platform/kernel";

const exported = (file: string, values: string, types: string): readonly Export[] => [
  ...values.split(" ").filter(Boolean).map((name) => ({ name, from: `${KERNEL}/${file}.ts`, type: false })),
  ...types.split(" ").filter(Boolean).map((name) => ({ name, from: `${KERNEL}/${file}.ts`, type: true })),
];

/** What the kernel offers to the inside of a service. */
export const kernelExports: readonly Export[] = [
  ...exported("audit", "memoryAudit sqlAudit", "Audited AuditTrail"),
  ...exported("call", "called", ""),
  ...exported("canonical", "canonicalDecimal canonicalMoney canonicalSet canonicalTime whenGiven", ""),
  ...exported("cipher", "blinded openedText openedValue sealed", "Cipher SealedTable"),
  ...exported("contract", "defineContract", "Contract EventContract Method"),
  ...exported("deferred", "deferTo", ""),
  ...exported("deadline", "memoryEnvelope", ""),
  ...exported("envelope", "", "Envelope"),
  ...exported("events", "outgoing", ""),
  ...exported("faults", "ConstraintError", ""),
  ...exported("graph", "", "Graph"),
  ...exported("integration", "defineIntegration", ""),
  ...exported("jobs", "", "Job"),
  ...exported("json", "checked", "Json Money Nothing"),
  ...exported("listing", "listQuery pageOf", "ListInput ListQuery Page"),
  ...exported("memory", "memoryRepository memoryWorld", "MemoryWorld"),
  ...exported("personal", "", "PersonalTable"),
  ...exported("personal-audit", "erasureNote", ""),
  ...exported("personal-contract", "personalClient personalMethods", ""),
  ...exported("policy", "guarded isGranted whereAll whereAny whereConstant whereField whereFields whereNull whereOneOf withinReach", "Grant Policy"),
  ...exported("replicas", "noting reading", ""),
  ...exported("reply", "onlyWithKey replied repliedCreated repliedEntity repliedNothing repliedPage", ""),
  ...exported("repository", "", "Repository"),
  ...exported("result", "fail failDomain ok", "Result"),
  ...exported("retention", "deleteOld mayGo", ""),
  ...exported("saga", "runSaga", "SagaStep"),
  ...exported("scalars", "anyJson byId bytes date decimal email listOf money nullable pageOfSchema partial record shape timestamp url uuid", "ById"),
  ...exported("schema", "", "Schema"),
  ...exported("rows", "childRows insertRows pairRows", ""),
  ...exported("sql", "statementsById sqlRepository", "Source"),
  { name: "describePolicies", from: "src/platform/test/policies.ts", type: false },
  { name: "testCipher", from: "src/platform/test/test-cipher.ts", type: false },
  { name: "describeIntegration", from: "src/platform/test/integrations.ts", type: false },
  { name: "describeRepositories", from: "src/platform/test/repositories.ts", type: false },
  ...exported("memory-tenants", "memoryOfTenants", ""),
  ...exported("tenant", "tenantOf", ""),
  { name: "TENANT", from: "src/platform/test/repositories.ts", type: false },
  { name: "describeTenants", from: "src/platform/test/tenants.ts", type: false },
  ...exported("webhook", "", "Webhook"),
  ...exported("world", "defineRoute", "Database Migration OutgoingEvent Queries Route Service Statement Subscription Transaction World"),
];
