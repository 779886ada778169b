import type { Contract } from "./contract.ts";
import type { Envelope } from "./envelope.ts";
import { checked, type Json } from "./json.ts";
import type { Result } from "./result.ts";
import type { Schema } from "./schema.ts";

/** SQL with a name, under which the connection keeps it prepared. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads and writes. Throws ConstraintError where a constraint refuses a row and UnavailableError where the database
 * cannot be reached.
 */
export interface Queries {
  readonly run: <Row>(statement: Statement, values: readonly unknown[]) => Promise<readonly Row[]>;
}

/** An event on its way out; it leaves when its transaction commits. */
export interface OutgoingEvent {
  readonly name: string;
  readonly version: number;
  /** Events of one key arrive in the order in which they were published. */
  readonly key: string;
  readonly payload: Json;
}

export interface Transaction extends Queries {
  readonly publish: (envelope: Envelope, event: OutgoingEvent) => Promise<void>;
}

/** A service's own schema in a database, under its own role where the topology gives it one. */
export interface Database extends Queries {
  /** Commits where the work succeeds; rolls back where it fails or throws. A ConstraintError becomes the failure `conflict`. */
  readonly transaction: <Value>(work: (transaction: Transaction) => Promise<Result<Value>>) => Promise<Result<Value>>;
  /** The same for work of a single statement, which is whole or nothing by itself: it costs one round trip, not three. */
  readonly single: <Value>(work: (queries: Queries) => Promise<Result<Value>>) => Promise<Result<Value>>;
  /**
   * Runs a command once for each caller, method and idempotency key of the envelope. All transactions of the work are one,
   * and the answer is stored in it; a second call gets the stored answer, the same key with another input is a
   * `conflict`. Failures are not stored. Without a key the work simply runs.
   */
  readonly once: <Value>(
    envelope: Envelope,
    method: string,
    input: Json,
    work: (database: Database) => Promise<Result<Value>>,
  ) => Promise<Result<Value>>;
}

export interface Log {
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** What every service is handed: the world outside its own code. */
export interface World {
  readonly log: Log;
  /** RFC 3339 in UTC with three digits of milliseconds. */
  readonly now: () => string;
  /** A UUID, ordered by time of creation (version 7). */
  readonly newId: () => string;
}

export interface RouteRequest<Params, Query, Body> {
  readonly envelope: Envelope;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The version that `If-Match` names; null where the header is absent. */
  readonly ifMatch: number | null;
}

export interface Reply {
  readonly body: Json;
  /** Becomes the ETag. */
  readonly version?: number;
  /** Path of what was created. */
  readonly location?: string;
}

/** One HTTP route, told apart from any HTTP library: what it takes, what it answers, what it runs. */
export interface Route {
  /** The full name that a grant uses: `orders.place`, `orders.Order.create`. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/v1/orders/:id/place` */
  readonly path: string;
  readonly summary: string;
  readonly kind: "query" | "command";
  readonly timeoutMs: number;
  readonly params: Schema | null;
  readonly query: Schema | null;
  readonly body: Schema | null;
  readonly ifMatch: "required" | "optional" | "none";
  /** Whether it takes effect once for each `Idempotency-Key`; a route that keeps no keys takes none. */
  readonly keyed?: boolean;
  readonly success: { readonly status: 200 | 201 | 202 | 204; readonly body: Schema | null };
  /** Failures that this route can have besides those of every route, by code, with their status. */
  readonly failures: Readonly<Record<string, number>>;
  readonly handle: (request: RouteRequest<unknown, unknown, unknown>) => Promise<Result<Reply>>;
}

/** What most routes have: what they do not say of these is so. */
const NOTHING_SAID = { params: null, query: null, body: null, ifMatch: "none", failures: {} } as const;

type Unsaid = keyof typeof NOTHING_SAID;

/** A route whose handler sees its params, query and body under the types that their schemas say. */
export const defineRoute = <Params, Query, Body>(
  route: Omit<Route, "handle" | Unsaid> &
    Partial<Pick<Route, Unsaid>> & {
      readonly handle: (request: RouteRequest<Params, Query, Body>) => Promise<Result<Reply>>;
    },
): Route => ({
  ...NOTHING_SAID,
  ...route,
  handle: (request) => route.handle(checked<RouteRequest<Params, Query, Body>>(request)),
});

/** One operation that runs when an event arrives. */
export interface Subscription {
  /** `payments.PaymentSettled` */
  readonly event: string;
  /** `payments.open`: the operation that reacts, and the key of its inbox. */
  readonly name: string;
  readonly version: number;
  readonly payload: Schema;
  readonly timeoutMs: number;
  /** Runs on the database that it is handed: the inbox row is written in the same transaction as the effect. */
  readonly handle: (envelope: Envelope, payload: Json, database: Database) => Promise<Result<unknown>>;
}

/**
 * One step of a schema's history. A text is SQL that runs in one transaction; a list runs text by text without one, as an index that is
 * built while others write, and can be run again where it was cut short.
 */
export interface Migration {
  readonly id: string;
  readonly up: string | readonly string[];
  readonly down: string | readonly string[];
  /** Where it gives the schema another name: the statements before it name the old one. */
  readonly schema?: { readonly from: string; readonly to: string };
}

/** A service, wired: what a composition root serves, links and feeds. */
export interface Service<Client> {
  readonly contract: Contract<Client>;
  /** For other services of the same process, and for the remote binding to answer with. */
  readonly client: Client;
  readonly routes: readonly Route[];
  readonly subscriptions: readonly Subscription[];
}
