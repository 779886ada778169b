import type { Footprint, HopTime, RemoteCall } from "../model/footprint.ts";
import { count } from "./words.ts";

/** What a topology costs: what runs, what takes a hop, and how that can fail. Every line ends in a newline. */
export function footprintText(now: Footprint, time: HopTime | null): string {
  return lines([
    `${now.topology}: ${unitsText(now)}, ${count(now.databases, "database")}; at least ${count(now.instances, "instance")}, ${now.memoryMiB} MiB and ${count(now.connections, "connection")} to databases`,
    ...(now.gateway ? ["Every request takes 1 hop, from the gateway to its unit."] : []),
    ...callLines(now.calls),
    ...(time !== null && (now.gateway || now.calls.length > 0) ? [timeText(time)] : []),
  ]);
}

/** What changes from one to the other. `service` is the one that leaves. */
export function changeText(was: Footprint, now: Footprint, time: HopTime, service: string): string {
  const known = new Set(was.calls.map(idOf));
  const added = now.calls.filter((call) => !known.has(idOf(call)));
  return lines([
    `${service} becomes a unit of its own: ${was.topology} → ${now.topology}.`,
    "",
    "Added hops:",
    ...(now.gateway && !was.gateway ? ["  every request   +1: the gateway, which finds its unit"] : []),
    ...(added.length === 0 ? ["  no call between services leaves its process that did not before"] : added.map(hopText)),
    "  events          +0: they travel through the broker in every topology",
    timeText(time),
    ...(added.length === 0 ? [] : ["", "New ways to fail:", ...added.map(failureText)]),
    "",
    "Cost:",
    ...(["units", "databases", "instances", "memoryMiB", "connections"] as const).map((key) => costText(key, sizeOf(was, key), sizeOf(now, key))),
  ]);
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

const idOf = ({ caller, method }: RemoteCall): string => `${caller} ${method}`;

function unitsText({ units }: Footprint): string {
  const functions = units.filter(({ as }) => as === "functions").length;
  const processes = units.length - functions;
  return [...(processes > 0 ? [count(processes, "process", "processes")] : []), ...(functions > 0 ? [`${count(functions, "set")} of functions`] : [])].join(", ");
}

function callLines(calls: readonly RemoteCall[]): readonly string[] {
  if (calls.length === 0) return ["No call between services leaves its process."];
  return [`${count(calls.length, "call")} between services take a hop, and can fail:`, ...calls.map(failureText)];
}

function hopText({ caller, method, within }: RemoteCall): string {
  const where = within.length === 0 ? `where code of ${caller} makes it` : within.join(", ");
  return `  ${where}   +1: ${caller} → ${method}`;
}

function failureText(call: RemoteCall): string {
  const late = call.kind === "query" ? `timed out after ${call.timeoutMs} ms` : `outcome unknown after ${call.timeoutMs} ms`;
  const breaker = call.breaker === null ? "no breaker" : `breaker at ${Math.round(100 * call.breaker.errors)}% for ${call.breaker.openMs} ms`;
  const undo = call.undo === null ? "" : `; undone by ${call.undo}`;
  return `  ${call.caller} → ${call.method} (${call.kind}, idempotency ${call.idempotency}): unavailable, ${late}; ${count(call.retries, "retry", "retries")}, ${breaker}, fallback ${call.fallback}${undo}`;
}

function timeText({ calls, medianMs, p95Ms }: HopTime): string {
  return `Added latency of a hop: ${medianMs.toFixed(2)} ms at the median, ${p95Ms.toFixed(2)} ms at p95; measured now on this machine, ${calls} signed calls over loopback, one after the other. A network adds its own.`;
}

type Size = "units" | "databases" | "instances" | "memoryMiB" | "connections";

const labels: Readonly<Record<Size, string>> = {
  units: "units",
  databases: "databases",
  instances: "instances at least",
  memoryMiB: "MiB of memory at least",
  connections: "connections to databases at least",
};

const sizeOf = (footprint: Footprint, key: Size): number => (key === "units" ? footprint.units.length : footprint[key]);

const costText = (key: Size, was: number, now: number): string => `  ${labels[key]}: ${was} → ${now}`;

/** Rows do not move by themselves: what moves them where services change their databases. `name` is the system. Every line ends in a newline; empty where none does. */
export function dataText(was: Footprint, now: Footprint, name: string): string {
  if (now.ownDatabases === was.ownDatabases) return "";
  const together = name.replaceAll("-", "_");
  const [from, to] = now.ownDatabases ? [together, `${together}_<service>`] : [`${together}_<service>`, together];
  return lines([
    "",
    `Data: ${now.ownDatabases ? "each service gets a database of its own" : "all services share one database"} by this, and rows that are there already do not move by themselves. Stop the system, run`,
    `npm run migrate, then for each service: pg_dump --data-only --schema=<service> --exclude-table='*._migration' ${from} | psql ${to}`,
  ]);
}
