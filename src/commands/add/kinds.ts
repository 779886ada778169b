import type { DetailName, KindName } from "../../spec/index.ts";

export type { DetailName } from "../../spec/index.ts";

/** What one kind of thing is made of, on the command line and in questions. It is data, so that the command line costs nothing to read. */
export interface Kind {
  readonly name: KindName;
  readonly says: string;
  /** How the name is written: `service.Entity`. */
  readonly written: string;
  /** What else it needs, given second. */
  readonly second: Detail | null;
  readonly flags: readonly Detail[];
  readonly examples: readonly string[];
}

export interface Detail {
  /** As the flag of that name, `--input`. */
  readonly name: DetailName;
  readonly says: string;
  readonly example: string;
  /** Whether a person is asked for it, who may leave it empty. */
  readonly asked?: boolean;
}

const detail = (name: DetailName, says: string, example: string, asked = false): Detail => ({ name, says, example, asked });

const fields = (says: string): Detail => detail("fields", says, "stars: int(1..5); text: optional(text)");
const description = detail("description", "what it is, in a sentence", "What customers say.");
const actions = detail("api", "what clients can do with it: list, get, create, update, delete, or all", "list,get,create", true);

export const kinds: readonly Kind[] = [
  {
    name: "service",
    says: "a service with its own data",
    written: "service",
    second: null,
    flags: [detail("entity", "its first entity", "Review", true), { ...fields("the fields of that entity"), asked: true }, actions, description, detail("owner", "the team that owns it", "team-catalog")],
    examples: ['keybeam add service reviews --entity Review --fields "stars: int(1..5)" --api all'],
  },
  {
    name: "entity",
    says: "an entity of a service",
    written: "service.Entity",
    second: fields("its fields"),
    flags: [actions, description],
    examples: ['keybeam add entity catalog.Question "title: string(1..200); answer: optional(text)" --api list,get,create'],
  },
  { name: "type", says: "a type for inputs, outputs and events", written: "service.Type", second: fields("its fields"), flags: [], examples: ['keybeam add type orders.Parcel "weight: int(1..); fragile: bool = false"'] },
  {
    name: "field",
    says: "a field of an entity",
    written: "service.Entity.field",
    second: detail("type", "its type", "int(0..) = 0"),
    flags: [],
    examples: ['keybeam add field catalog.Product.weight "int(0..) = 0"', 'keybeam add field customers.Customer.vat "{ type: optional(string(..20)), sensitivity: personal }"'],
  },
  {
    name: "operation",
    says: "an operation of a service",
    written: "service.operation",
    second: null,
    flags: [
      detail("http", "method and path; left out, it is for other services only", "GET /tracking", true),
      detail("kind", "query or command", "query"),
      detail("takes", "what it takes", "order: uuid", true),
      detail("answers", "what it answers", "status: string(..20)", true),
      detail("errors", "how it can fail", "NotShipped,Lost"),
      detail("emits", "events that it publishes", "OrderTracked"),
      detail("uses", "operations elsewhere that it calls", "catalog.reserveStock"),
      detail("timeout", "how long it may take", "2s"),
      detail("idempotency", "natural, key or none", "key"),
      description,
    ],
    examples: ['keybeam add operation orders.track --http "GET /tracking" --kind query --takes "order: uuid" --answers "status: string(..20)"'],
  },
  {
    name: "event",
    says: "an event that a service publishes",
    written: "service.Event",
    second: fields("what it says"),
    flags: [detail("by", "the operation that publishes it", "place", true), description],
    examples: ['keybeam add event orders.OrderShipped "order: uuid" --by ship'],
  },
  { name: "reaction", says: "what a service does on an event", written: "service.operation", second: detail("event", "the event", "orders.OrderPlaced"), flags: [], examples: ["keybeam add reaction catalog.releaseStock payments.PaymentFailed"] },
  {
    name: "call",
    says: "an operation elsewhere that a service may call",
    written: "service",
    second: detail("operation", "the operation", "catalog.reserveStock"),
    flags: [detail("timeout", "how long it waits", "800ms", true), detail("retries", "how often it tries again", "2")],
    examples: ["keybeam add call payments orders.Order.get --timeout 800ms"],
  },
  {
    name: "job",
    says: "an operation that runs by the clock",
    written: "service.job",
    second: detail("do", "the operation of this service that runs", "expireDrafts"),
    flags: [detail("cron", "when", "0 3 * * *", true), detail("zone", "the time zone of that", "Europe/Berlin")],
    examples: ['keybeam add job orders.nightly expireDrafts --cron "0 3 * * *"'],
  },
  {
    name: "queue",
    says: "a queue that events travel in",
    written: "queue",
    second: detail("carries", "the events in it", "orders.OrderPlaced"),
    flags: [detail("broker", "embedded, redis, rabbitmq, nats, kafka or sqs", "nats"), detail("attempts", "how often a delivery is tried", "5"), detail("orderBy", "the event's field within which order is kept", "order")],
    examples: ["keybeam add queue money-events payments.PaymentSettled,payments.PaymentFailed --attempts 9"],
  },
  {
    name: "role",
    says: "a role that users have",
    written: "role",
    second: detail("may", "what it may do", "orders.Order.list,orders.quote"),
    flags: [detail("extends", "roles whose grants it has as well", "customer")],
    examples: ["keybeam add role support orders.Order.list,orders.Order.get --extends customer"],
  },
  {
    name: "grant",
    says: "what a role may do besides",
    written: "role",
    second: detail("may", "the operation", "orders.track"),
    flags: [detail("if", "a policy that must hold", "isOwner")],
    examples: ["keybeam add grant customer orders.track"],
  },
  { name: "policy", says: "a condition of a grant", written: "policy", second: detail("expression", "the condition", "resource.customer == user.id"), flags: [], examples: ['keybeam add policy isOwner "resource.customer == user.id"'] },
];

/** How the command line of a kind is written. */
export const usageOf = ({ name, written, second }: Kind): string => `keybeam add ${name} <${written}>${second === null ? "" : ` <${second.name}>`}`;
