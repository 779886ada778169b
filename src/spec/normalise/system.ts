import type { Backups, Cache, CheckOptions, Encryption, Json, Observability, Requirements, Sensitivity } from "../../model/architecture.ts";
import { get, isMap, textOf, textsOf } from "../tree.ts";
import { entries, type Spot, someOf, step } from "./context.ts";
import { fraction, milliseconds } from "./quantities.ts";

const sensitivities: readonly Sensitivity[] = ["public", "internal", "personal", "regulated"];

export function requirementsOf(node: Json | undefined): Requirements {
  const team = get(node, "team");
  const traffic = get(node, "traffic");
  const data = get(node, "data");
  return {
    team: {
      ...present("engineers", count(get(team, "engineers"))),
      ...present("teams", count(get(team, "teams"))),
      ...present("operations", someOf(get(team, "operations"), ["low", "medium", "high"] as const)[0]),
    },
    traffic: {
      ...present("peak", textOf(get(traffic, "peak"))),
      ...present("pattern", someOf(get(traffic, "pattern"), ["steady", "bursty", "seasonal"] as const)[0]),
      ...present("growth", textOf(get(traffic, "growth"))),
    },
    ...present("availability", fraction(get(node, "availability"))),
    ...present("p95Ms", milliseconds(get(node, "latency", "p95"))),
    data: {
      ...present("sensitivity", someOf(get(data, "sensitivity"), sensitivities)[0]),
      ...present("volume", textOf(get(data, "volume"))),
    },
    compliance: textsOf(get(node, "compliance")),
    ...present("budget", textOf(get(node, "budget"))),
    ...present("timeToMarket", textOf(get(node, "timeToMarket"))),
  };
}

/** Alerts are asked for by what names Prometheus, or objectives. */
export function observabilityOf(node: Json | undefined, { availability, p95Ms }: Requirements): Observability {
  const objectives = get(node, "objectives");
  const metrics = someOf(get(node, "metrics"), ["prometheus", "otlp", "none"] as const)[0];
  const isAsked = (metrics ?? "prometheus") === "prometheus" && (metrics !== undefined || objectives !== undefined);
  return {
    logs: someOf(get(node, "logs"), ["json", "text"] as const)[0] ?? "json",
    metrics: metrics ?? "prometheus",
    traces: someOf(get(node, "traces"), ["otlp", "none"] as const)[0] ?? "none",
    objectives: isAsked
      ? { availability: fraction(get(objectives, "availability")) ?? availability ?? null, p95Ms: milliseconds(get(objectives, "p95")) ?? p95Ms ?? null }
      : null,
  };
}

export function cacheOf(spot: Spot): Cache {
  return {
    store: someOf(get(spot.node, "store"), ["memory", "redis"] as const)[0] ?? "memory",
    entries: entries(step(spot, "entries")).map(([operation, { node }]) => ({
      operation,
      forMs: milliseconds(get(node, "for")) ?? 0,
      clearedBy: textsOf(get(node, "clearedBy")),
    })),
  };
}

const oneDay = 24 * 3600 * 1000;
const ninetyDays = 90 * oneDay;

export function encryptionOf(data: Json | undefined): Encryption {
  const keys = someOf(get(data, "encryption", "keys"), ["env", "file", "kms"] as const)[0] ?? "env";
  return { keys, rotateMs: milliseconds(get(data, "encryption", "rotate")) ?? ninetyDays };
}

export function backupsOf(data: Json | undefined): Backups | null {
  const node = get(data, "backups");
  if (node === undefined) return null;
  return {
    everyMs: milliseconds(get(node, "every")) ?? oneDay,
    keepMs: milliseconds(get(node, "keep")) ?? 30 * oneDay,
    restoreTestMs: milliseconds(get(node, "restoreTest")) ?? null,
  };
}

export function replicasOf(data: Json | undefined): number {
  return count(get(data, "replicas")) ?? 0;
}

export function checkOf(node: Json | undefined): CheckOptions {
  const rules = get(node, "rules");
  const severities = (isMap(rules) ? Object.entries(rules) : []).flatMap(([id, value]) =>
    someOf(isMap(value) ? value["severity"] : value, ["error", "warn", "off"] as const).map(
      (severity) => [id, severity] as const,
    ),
  );
  return {
    rules: new Map(severities),
    exclude: textsOf(get(node, "exclude")),
    baseline: textOf(get(node, "baseline")) ?? null,
  };
}

/** A key with its value, or nothing where there is none: optional keys are left out, never undefined. */
function present<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  const found: { [key in K]?: V } = {};
  if (value !== undefined) found[key] = value;
  return found;
}

function count(node: Json | undefined): number | undefined {
  return typeof node === "number" ? node : undefined;
}
