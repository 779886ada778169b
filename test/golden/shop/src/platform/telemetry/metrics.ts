import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  /** Counts and times one request, by the template of its route. */
  readonly request: (method: string, route: string, status: number, seconds: number) => void;
  /** A value that is read whenever somebody looks; not a number where it cannot be read. */
  readonly gauge: (name: string, help: string, read: () => number | Promise<number>) => void;
}

/** Named as only counters may be; the same by type is there without them. */
const SUMS = ["active_handles", "active_requests", "active_resources"].map((what) => `nodejs_${what}_total`);

/** @param requests the name under which requests are counted and timed */
export const createMetrics = (requests = "http_request_duration_seconds"): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of SUMS) registry.removeSingleMetric(name);
  const durations = new Histogram({
    name: requests,
    help: "How long requests took, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    request: (method, route, status, seconds) => durations.observe({ method, route, status }, seconds),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          // Whoever looks while a database or a broker is away sees that nobody knows, and all the other values.
          try {
            this.set(await read());
          } catch {
            this.set(Number.NaN);
          }
        },
      });
    },
  };
};
