import type { ts } from "ts-morph";
import type { Location } from "../../model/diagnostic.ts";

/**
 * What both a spec and the code made of it can have. `route` is called over HTTP, `GET /v1/orders` · `contract` an operation that other services
 * may call, `orders.place` · `event` one in a contract, `orders.OrderPlaced` · `publication` a place that publishes one · `reaction`
 * an operation that an event starts, `orders.pay on payments.PaymentSettled` · `call` a service that another one calls, `orders → catalog` · `use` a
 * place that calls an operation of it, `orders → catalog.reserveStock` · `grant` who may do what, `customer: orders.place` · `variable` one of the environment, `DATABASE_URL`.
 */
export type ThingKind = "route" | "contract" | "event" | "publication" | "reaction" | "call" | "use" | "grant" | "variable";

export interface Thing {
  readonly kind: ThingKind;
  /** Null where the code computes it, so that it cannot be read. */
  readonly name: string | null;
  /** What else is written of it, as `timeoutMs: 800`, by key. */
  readonly details: Readonly<Record<string, string>>;
  readonly at: Location;
}

/** A thing at a node, before it has its place in a file. */
export interface ReadThing extends Omit<Thing, "at"> {
  readonly node: ts.Node;
}

/** Reads the things of its kind out of the nodes of one file. */
export type ThingReader = (nodes: readonly ts.Node[], path: string) => readonly ReadThing[];
