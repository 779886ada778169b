import type { Call, Topology, Unit } from "./architecture.ts";

/** What a topology costs at run time: what runs, which calls leave their process, and how they can fail. */
export interface Footprint {
  readonly topology: Topology;
  readonly units: readonly Unit[];
  /** Instances of units that are processes, of each the fewest. */
  readonly instances: number;
  /** The limits of their memory together. */
  readonly memoryMiB: number;
  readonly databases: number;
  /** Whether each service has one of its own. */
  readonly ownDatabases: boolean;
  /** Connections to databases that those instances may open. */
  readonly connections: number;
  /** Whether each request passes a gateway first. */
  readonly gateway: boolean;
  /** Every call from one unit to another, sorted. */
  readonly calls: readonly RemoteCall[];
}

/** A call that leaves its process, with what its contract says of it. */
export interface RemoteCall {
  readonly caller: string;
  /** Of the callee: `catalog.reserveStock`, or `catalog.Product.get`. */
  readonly method: string;
  /** Operations of the caller that make it, `orders.place`; empty where only code written by hand may. */
  readonly within: readonly string[];
  readonly kind: "query" | "command";
  readonly idempotency: "natural" | "key" | "none";
  readonly timeoutMs: number;
  readonly retries: number;
  readonly breaker: Call["breaker"];
  readonly fallback: Call["fallback"]["kind"];
  /** What takes it back; null where nothing does. */
  readonly undo: string | null;
}

/** A round trip of one signed call between processes, in milliseconds, as it was measured. */
export interface HopTime {
  readonly calls: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}
