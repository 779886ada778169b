import type { Architecture } from "../../model/architecture.ts";
import { runsByClock } from "../retention.ts";
import { isAsked } from "../paths.ts";
import { keepsCalls, needsOf } from "../platform/needs.ts";
import { processesOf } from "../shipped.ts";
import { type Drill, drillOf, steppedGauge } from "./drills.ts";

/** An alert of Prometheus, and the drill that shows when it fires and clears. */
export interface Alert extends Drill {
  readonly name: string;
  readonly expr: string;
  /** How many minutes it must be so. */
  readonly minutes: number;
  /** `page` wakes somebody, `ticket` waits for the morning. */
  readonly severity: "page" | "ticket";
  readonly summary: string;
}

/** What Prometheus watches where the spec asks for it: the objectives, and what a backend stumbles over. */
export function alertsOf(architecture: Architecture): readonly Alert[] {
  const { objectives } = architecture.observability;
  if (objectives === null || processesOf(architecture).length === 0) return [];
  const requests = requestsOf(architecture);
  return [...availabilityAlerts(objectives.availability, requests, architecture), ...latencyAlerts(objectives.p95Ms, requests), ...workAlerts(architecture), ...processAlerts(architecture)];
}

/** What callers from outside see: where a gateway stands before the units, requests as it counts them, for those that a unit never saw fail there. */
const requestsOf = ({ units }: Architecture): string =>
  `${units.some((unit) => unit.as === "gateway") ? "gateway" : "http"}_request_duration_seconds`;

/** Fields that failed: whoever asks over GraphQL is answered 200 all the same. */
const GRAPH_FAILURES = "graphql_failures_total";

/** The series of what failed on our side: of requests, and of fields where services are asked over GraphQL. */
const failuresOf = (requests: string, graph: boolean): string =>
  graph ? `{__name__=~"${requests}_count|${GRAPH_FAILURES}",status=~"5.."}` : `${requests}_count{status=~"5.."}`;

/** The share of requests that failed on our side, over some time. */
const failing = (requests: string, graph: boolean, time: string): string =>
  `sum(rate(${failuresOf(requests, graph)}[${time}])) / sum(rate(${requests}_count[${time}]))`;

interface Burn {
  readonly name: string;
  /** How many times faster than the objective allows. */
  readonly factor: number;
  readonly long: string;
  readonly short: string;
  readonly shortMinutes: number;
  readonly minutes: number;
  readonly severity: Alert["severity"];
}

/** Several windows and burn rates, as the SRE workbook of Google has them (chapter 5): of a month's budget 2% in an hour, 5% in six, 10% in three days. */
const BURNS: readonly Burn[] = [
  { name: "AvailabilityBurnsFast", factor: 14.4, long: "1h", short: "5m", shortMinutes: 5, minutes: 2, severity: "page" },
  { name: "AvailabilityBurns", factor: 6, long: "6h", short: "30m", shortMinutes: 30, minutes: 15, severity: "page" },
  { name: "AvailabilityBurnsSlowly", factor: 1, long: "3d", short: "6h", shortMinutes: 360, minutes: 60, severity: "ticket" },
];

/** A threshold that no share of requests passes would never fire. */
const MOST = 0.9;

function availabilityAlerts(availability: number | null, requests: string, { services }: Architecture): readonly Alert[] {
  if (availability === null || availability >= 1) return [];
  const budget = Number((1 - availability).toPrecision(6));
  const graph = services.some((service) => isAsked(service, "graphql"));
  return BURNS.map(({ factor, long, short, shortMinutes, ...alert }) => {
    const threshold = Number(Math.min(factor * budget, MOST).toPrecision(6));
    const end = shortMinutes + 60;
    const clears = end + firstWhere((minute) => (shortMinutes - minute) / shortMinutes <= threshold);
    const failed = `0+60x${end} ${60 * end}x${shortMinutes}`;
    const series = graph
      ? [
          { series: `${requests}_count{status="200"}`, values: `0+60x${end + shortMinutes}` },
          { series: `${GRAPH_FAILURES}{status="500"}`, values: failed },
        ]
      : [
          { series: `${requests}_count{status="200"}`, values: `0x${end} 60+60x${shortMinutes}` },
          { series: `${requests}_count{status="500"}`, values: failed },
        ];
    return {
      ...alert,
      expr: `(${failing(requests, graph, long)}) > ${threshold} and (${failing(requests, graph, short)}) > ${threshold}`,
      summary: `Requests fail so often that the objective of ${percent(availability)} will be missed.`,
      // A rate is there from the second minute on.
      ...drillOf({ series, fires: 1 + alert.minutes, clears, labels: {} }),
    };
  });
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(6))}%`;

function firstWhere(holds: (minute: number) => boolean): number {
  let minute = 0;
  while (!holds(minute)) minute += 1;
  return minute;
}

/** The largest bucket of the histogram: nothing can be told of what is slower. */
const LARGEST_MS = 10_000;

function latencyAlerts(p95Ms: number | null, requests: string): readonly Alert[] {
  if (p95Ms === null || p95Ms >= LARGEST_MS) return [];
  const [minutes, end] = [10, 20];
  const total = (les: readonly string[], values: string) => les.map((le) => ({ series: `${requests}_bucket{le="${le}"}`, values }));
  return [
    {
      name: "LatencyObjectiveMissed",
      expr: `histogram_quantile(0.95, sum by (le) (rate(${requests}_bucket[5m]))) > ${p95Ms / 1_000}`,
      minutes,
      severity: "ticket",
      summary: `More than 5 of 100 requests take longer than ${p95Ms} ms.`,
      ...drillOf({ series: [...total(["0.005", "5"], `0x${end} 60+60x10`), ...total(["10", "+Inf"], `0+60x${end + 11}`)], fires: 1 + minutes, clears: end + 5, labels: {} }),
    },
  ];
}

/** What waits for longer than it should, or was given up. */
function workAlerts({ services }: Architecture): readonly Alert[] {
  const publishing = services.filter(({ events }) => events.length > 0);
  const deferring = services.filter(keepsCalls);
  const [hearing] = services.flatMap(({ name, reacts }) => reacts.flatMap(({ operations }) => operations.map((one) => `${name}.${one}`)));
  return [
    ...gaugesOfServices(publishing, "outbox_age_seconds", { name: "EventsWaitToLeave", most: 60, minutes: 2, severity: "page", summary: "Events wait longer than a minute to leave their service: look at its relay and at the broker." }),
    ...gaugesOfServices(deferring, "calls_waiting", { name: "CallsWait", most: 0, minutes: 10, severity: "ticket", summary: "Calls wait for a callee that is away." }),
    ...(hearing === undefined ? [] : [countAlert({ name: "MessagesGivenUp", metric: "messages_given_up_total", by: ["subscriber"], value: hearing, only: [], hours: 1, summary: "Messages were given up within the last hour: `npm run dead-letters` shows them." })]),
    // Prometheus has a label `job` of its own, and renames that of the metric.
    ...(services.some(runsByClock) ? [countAlert({ name: "JobFails", metric: "job_runs_total", by: ["job", "exported_job"], value: "nightly", only: ['outcome="failed"'], hours: 1, summary: "A job failed within the last hour." })] : []),
  ];
}

/** What a process suffers from. */
function processAlerts(architecture: Architecture): readonly Alert[] {
  const { services, units } = architecture;
  const { stores } = needsOf(architecture);
  const [call] = services.flatMap(({ name, calls }) => calls.map(({ target }) => ({ caller: name, callee: target })));
  const hosted = units.filter((unit) => unit.as === "process").flatMap((unit) => unit.services.map((name) => ({ name })));
  return [
    ...(call === undefined ? [] : [gaugeAlert("calls_held_back", call, { name: "CallsAreHeldBack", most: 0, minutes: 1, severity: "page", summary: "The breaker holds calls to a service back: it fails or does not answer." })]),
    gaugeAlert("nodejs_eventloop_lag_p99_seconds", {}, { name: "EventLoopLags", most: 0.25, minutes: 5, severity: "ticket", summary: "Requests wait for one that computes: of 100 turns of the event loop one takes longer than 250 ms." }),
    ...gaugesOfServices(stores ? hosted : [], "pool_waiting", { name: "ConnectionsAreShort", most: 0, minutes: 5, severity: "ticket", summary: "Requests wait for a connection to the database." }),
  ];
}

interface Watched extends Pick<Alert, "name" | "minutes" | "severity" | "summary"> {
  /** What the value may be. */
  readonly most: number;
}

const gaugeAlert = (metric: string, labels: Readonly<Record<string, string>>, { most, ...alert }: Watched): Alert =>
  ({ ...alert, expr: `${metric} > ${most}`, ...steppedGauge({ metric, labels, told: labels, most, minutes: alert.minutes }) });

/** Of a metric that carries the name of its service in its own: one alert would be as another without it. */
function gaugesOfServices(services: readonly { readonly name: string }[], what: string, { most, ...alert }: Watched): readonly Alert[] {
  const names = services.map(({ name }) => name.replaceAll("-", "_")).sort();
  const [first] = names;
  if (first === undefined) return [];
  const pattern = `(${names.join("|")})_${what}`;
  const expr = `label_replace({__name__=~"${pattern}"}, "service", "$1", "__name__", "${pattern}") > ${most}`;
  return [{ ...alert, expr, ...steppedGauge({ metric: `${first}_${what}`, labels: {}, told: { service: first }, most, minutes: alert.minutes }) }];
}

interface Counted extends Pick<Alert, "name" | "summary"> {
  readonly metric: string;
  /** Labels that tell one count from another, and a value of the first. */
  readonly by: readonly [string, ...string[]];
  readonly value: string;
  /** Which of them are meant. */
  readonly only: readonly string[];
  readonly hours: number;
}

/** A count that rises once, in the sixth minute, is a rise until the minute before has left the window. */
function countAlert({ name, summary, metric, by, value, only, hours }: Counted): Alert {
  const [label] = by;
  const series = [{ series: `${metric}{${[`${label}="${value}"`, ...only].join(",")}}`, values: `0x5 1x${60 * hours + 10}` }];
  const chosen = only.length === 0 ? metric : `${metric}{${only.join(",")}}`;
  const expr = `sum by (${by.join(", ")}) (increase(${chosen}[${hours}h])) > 0`;
  return { name, expr, minutes: 0, severity: "ticket", summary, ...drillOf({ series, fires: 6, clears: 6 + 60 * hours, labels: { [label]: value } }) };
}
