import { hasAccounts, hasApiKeys, hasExchange, hasLogins, hasMails, hasProvider } from "../access/accounts.ts";
import type { Architecture, Service } from "../../model/architecture.ts";
import { calleeNamed, integrationsInUse, tellingIntegrations } from "../integrations.ts";
import { isAsked } from "../paths.ts";
import { inContainers } from "../shipped.ts";
import { hasRestrictedFields } from "../access/fields.ts";
import { hasPolicies } from "../access/grants.ts";
import { auditedServices } from "../audited.ts";
import { keepsMonths } from "../partitions.ts";
import { hasOwnData, hasSubjects } from "../privacy.ts";
import { runsByClock } from "../retention.ts";
import { sealingServices } from "../sealed.ts";
import { sensitiveFields } from "../sensitive.ts";
import { collectionsOf } from "../service/data/tables.ts";
import { isSpelled } from "../service/domain.ts";
import { brokerNeeds } from "./brokers.ts";
import { cachedEntries, sharesCache } from "./cache.ts";
import { limitsOf } from "./limits.ts";
import { telemetryNeeds } from "./telemetry.ts";

/** What a spec asks of the platform. */
export interface PlatformNeeds {
  /** Something is kept between requests: rows, accounts, messages, keys. Without it there is no database at all. */
  readonly stores: boolean;
  /** Some service publishes: outbox, broker, consumers. */
  readonly events: boolean;
  /** Commands wait for services that are away. */
  readonly deferred: boolean;
  /** Something waits in the sender's database until it is sent. */
  readonly outbox: boolean;
  /** Some queue travels over another server than Postgres. */
  readonly externalBrokers: boolean;
  readonly redis: boolean;
  readonly rabbitmq: boolean;
  readonly nats: boolean;
  readonly kafka: boolean;
  readonly sqs: boolean;
  /** Some broker keeps order by lanes, not by keys. */
  readonly lanes: boolean;
  /** Databases follow the primary, for queries to read from. */
  readonly replicas: boolean;
  /** Some table has a part for each month. */
  readonly partitions: boolean;
  /** Some command runs once for each key. */
  readonly idempotency: boolean;
  /** The platform keeps rows that grow old: inboxes, idempotency keys. */
  readonly purge: boolean;
  /** It says how much comes at most, so that more than that is turned away. */
  readonly loadLimit: boolean;
  /** Some route is on its way out. */
  readonly deprecated: boolean;
  /** Operations are called by their names. */
  readonly rpc: boolean;
  readonly graphql: boolean;
  /** Operations take all that they take as one object, by whatever name they are called. */
  readonly byName: boolean;
  /** Some service is asked in another style than by paths, or in none of them. */
  readonly styles: boolean;
  /** Some service is asked in another way than by its paths alone. */
  readonly styled: boolean;
  /** The version of an API stands in a header, not in its paths. */
  readonly headerVersions: boolean;
  /** Answers of queries are kept for a while. */
  readonly cache: boolean;
  /** Each process keeps its own. */
  readonly cacheLocal: boolean;
  /** All instances share them. */
  readonly cacheShared: boolean;
  /** Each process keeps its own until events clear them. */
  readonly cacheClearing: boolean;
  /** Some entity has a trail of its changes. */
  readonly audit: boolean;
  /** Some field is encrypted. */
  readonly sealed: boolean;
  /** Some rows must be kept, or go when they are old. */
  readonly retention: boolean;
  /** Something runs by the clock. */
  readonly jobs: boolean;
  /** The platform does something without being asked: purges, jobs. */
  readonly tasks: boolean;
  /** Tokens, and the built-in service that issues them. */
  readonly accounts: boolean;
  /** Somebody decides who may do what. */
  readonly decisions: boolean;
  /** Tokens are verified where they are not issued. */
  readonly publishedKeys: boolean;
  /** Services live in more than one unit. */
  readonly remote: boolean;
  /** Some unit runs as functions. */
  readonly functions: boolean;
  /** A proxy may stand between functions and their database. */
  readonly sharedSessions: boolean;
  /** Functions answer calls, and so are run by those who call. */
  readonly invocations: boolean;
  /** Functions publish or hear events. */
  readonly functionEvents: boolean;
  /** Functions are run by queues. */
  readonly functionQueues: boolean;
  readonly calls: boolean;
  /** Somebody else's system is called. */
  readonly integrations: boolean;
  /** Somebody else's system tells a service something. */
  readonly webhooks: boolean;
  /** There is somebody else's system that calls or is called. */
  readonly outside: boolean;
  /** Requests go out: to other units, or to other people's systems. */
  readonly outbound: boolean;
  /** Something is remembered that somebody else publishes. */
  readonly refreshed: boolean;
  /** Something calls another service before it writes. */
  readonly sagas: boolean;
  /** Programs show keys. */
  readonly apiKeys: boolean;
  /** Tokens of an identity provider are taken. */
  readonly oidc: boolean;
  /** Other credentials are exchanged for tokens. */
  readonly exchanges: boolean;
  /** Mails are sent to those who log in. */
  readonly mails: boolean;
  /** The environment says more of accounts than their key. */
  readonly accountSettings: boolean;
  /** People log in. */
  readonly jwt: boolean;
  /** Fields hold personal or regulated data. */
  readonly sensitive: boolean;
  /** Rows belong to tenants. */
  readonly tenants: boolean;
  /** Some rows are about a user. */
  readonly privacy: boolean;
  /** Where such a row was audited, its erasure is. */
  readonly erasedAudits: boolean;
  /** Users themselves fetch and erase what is held about them. */
  readonly ownData: boolean;
  /** Some field is not seen by everybody who sees the rest. */
  readonly visibility: boolean;
  /** Some grant holds only as far as a policy does. */
  readonly policies: boolean;
  /** Some value has several spellings, of which one is stored. */
  readonly spellings: boolean;
  /** Some row holds rows of other tables. */
  readonly collections: boolean;
  /** The environment says more than where the server is and where its database is. */
  readonly settings: boolean;
  /** Services may call one another, whether they do or not yet, or ask `accounts` for its keys. */
  readonly links: boolean;
  /** Each service has a database role of its own. */
  readonly roles: boolean;
  /** Each service has a database of its own. */
  readonly ownDatabases: boolean;
  /** The migrate step makes a login for each unit. */
  readonly logins: boolean;
  /** Units show one another certificates. */
  readonly mtls: boolean;
  /** Several units answer behind one way in. */
  readonly gateway: boolean;
  /** Lines of log are text, not JSON. */
  readonly text: boolean;
  /** Processes send what they do, span by span. */
  readonly traces: boolean;
  /** Processes send what they count. */
  readonly pushed: boolean;
  /** Something is sent to a collector. */
  readonly otlp: boolean;
  /** Requests are counted. */
  readonly limits: boolean;
  /** By whoever answers them: nobody stands before. */
  readonly limitsHere: boolean;
  /** Whether a request may count as several. */
  readonly weighed: boolean;
}

const known = new WeakMap<Architecture, PlatformNeeds>();

/** What a system needs of the platform: asked for each route and file of large ones, so that it is found out once. */
export const needsOf = (architecture: Architecture): PlatformNeeds => {
  const had = known.get(architecture);
  if (had !== undefined) return had;
  const needs = workOut(architecture);
  known.set(architecture, needs);
  return needs;
};

const workOut = (architecture: Architecture): PlatformNeeds => {
  const calls = architecture.services.some((service) => service.calls.length > 0);
  const accounts = hasAccounts(architecture);
  const gateway = architecture.units.some((unit) => unit.as === "gateway");
  const events = architecture.services.some((service) => service.events.length > 0);
  const webhooks = architecture.services.some((service) => tellingIntegrations(service, architecture).length > 0);
  const idempotency = architecture.services.some((service) => service.operations.some((one) => one.idempotency === "key")) || webhooks;
  const deferred = architecture.services.some(keepsCalls);
  const jobs = architecture.services.some(runsByClock) || hasMails(architecture) || hasOwnData(architecture);
  const remote = architecture.units.filter((unit) => unit.services.length > 0).length > 1;
  const functions = architecture.units.some((unit) => unit.as === "functions");
  const integrations = integrationsInUse(architecture).length > 0;
  const limits = limitsOf(architecture).length > 0;
  const graphql = architecture.services.some((service) => isAsked(service, "graphql"));
  const stores = entitiesOf(architecture).length > 0 || accounts || events || idempotency || deferred || jobs || limits || architecture.keepsTables === true;
  return {
    stores,
    events,
    deferred,
    outbox: events || deferred,
    ...brokerNeeds(architecture),
    replicas: stores && architecture.replicas > 0,
    partitions: keepsMonths(architecture),
    idempotency,
    purge: events || idempotency || keepsMonths(architecture) || (stores && architecture.replicas > 0),
    loadLimit: architecture.requirements.traffic.peak !== undefined,
    deprecated: architecture.services.some(hasDeprecated),
    graphql,
    byName: architecture.services.some((service) => isAsked(service, "rpc") || isAsked(service, "graphql")),
    rpc: architecture.services.some((service) => isAsked(service, "rpc")),
    styles: architecture.services.some((service) => !isAsked(service, "rest") || isAsked(service, "rpc")),
    styled: architecture.services.some((service) => service.api.styles.some((style) => style !== "rest")),
    headerVersions: architecture.api.versioning === "header",
    ...cacheNeeds(architecture, events),
    ...dataNeeds(architecture),
    jobs,
    tasks: events || deferred || idempotency || jobs || keepsMonths(architecture) || (stores && architecture.replicas > 0),
    accounts,
    decisions: accounts || remote,
    publishedKeys: accounts && remote,
    remote,
    functions,
    sharedSessions: functions && stores,
    invocations: functions && remote,
    functionEvents: functions && events,
    functionQueues: functions && architecture.services.some((service) => service.reacts.length > 0),
    calls,
    integrations,
    webhooks,
    outside: webhooks || integrations,
    outbound: remote || integrations || gateway,
    refreshed: accounts || gateway,
    sagas: architecture.services.some((service) => callsBeforeWriting(service, architecture)),
    ...accessNeeds(architecture),
    links: calls || accounts || architecture.services.length > 1,
    settings: stores && (calls || accounts || events || architecture.topology !== "monolith"),
    roles: stores && architecture.topology !== "monolith",
    ownDatabases: stores && !["monolith", "modular-monolith"].includes(architecture.topology),
    logins: stores && inContainers(architecture),
    mtls: gateway && architecture.auth.betweenServices === "mtls",
    gateway,
    ...telemetryNeeds(architecture),
    limits,
    limitsHere: limits && !gateway,
    weighed: limits && graphql,
  };
};

const cacheNeeds = (architecture: Architecture, events: boolean) => {
  const cache = cachedEntries(architecture).length > 0;
  const cacheShared = sharesCache(architecture);
  return { cache, cacheLocal: cache && !cacheShared, cacheShared, cacheClearing: events && cache && !cacheShared };
};

/** What becomes of what is stored. */
const dataNeeds = (architecture: Architecture) => ({
  audit: auditedServices(architecture).length > 0,
  sealed: sealingServices(architecture).length > 0,
  retention: entitiesOf(architecture).some((entity) => entity.retention !== null),
  sensitive: sensitiveFields(architecture).length > 0,
  spellings: entitiesOf(architecture).some(({ fields }) => fields.some(isSpelled)),
  collections: entitiesOf(architecture).some((entity) => collectionsOf(entity).length > 0),
});

/** Who comes in how, and sees what. */
const accessNeeds = (architecture: Architecture) => ({
  apiKeys: hasApiKeys(architecture),
  oidc: hasProvider(architecture),
  exchanges: hasExchange(architecture),
  mails: hasMails(architecture),
  accountSettings: hasProvider(architecture) || hasMails(architecture),
  jwt: hasLogins(architecture),
  tenants: architecture.tenancy !== null,
  privacy: hasAccounts(architecture) && hasSubjects(architecture),
  erasedAudits: hasAccounts(architecture) && hasSubjects(architecture) && auditedServices(architecture).length > 0,
  ownData: hasOwnData(architecture),
  visibility: hasRestrictedFields(architecture),
  policies: hasPolicies(architecture),
});

const entitiesOf = ({ services }: Architecture) => services.flatMap((service) => service.entities);

const hasDeprecated = ({ api, operations }: Service): boolean =>
  [...operations, ...api.resources.flatMap((resource) => resource.actions)].some((one) => one.deprecated !== null);

/** Whether some command of a service waits where its callee is away. */
export const keepsCalls = ({ calls }: Service): boolean => calls.some((call) => call.fallback.kind === "queue");

const callsBeforeWriting = (service: Service, architecture: Architecture): boolean => {
  const moves = service.operations.filter((one) => one.transition !== null);
  const actions = service.api.resources.flatMap((resource) => resource.actions);
  return [...moves, ...actions].some((one) => one.uses.some((ref) => calleeNamed(architecture, ref.service) !== undefined));
};
