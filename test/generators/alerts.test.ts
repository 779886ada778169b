import { expect, test } from "vitest";
import { parse } from "yaml";
import { deploy } from "../../src/generators/deploy.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { alertsOf } from "../../src/generators/deploy/alerts.ts";
import { example } from "./architectures.ts";

const watched = (observability: object, more: object = {}): Architecture => example("shop", { observability, ...more });
const names = (architecture: Architecture): readonly string[] => alertsOf(architecture).map(({ name }) => name);

test("alerts are for those who ask: by Prometheus or by objectives, for processes", () => {
  for (const none of [example("shop"), watched({ logs: "json" }), watched({ metrics: "none", objectives: { p95: "1s" } }), watched({ metrics: "prometheus" }, { topology: "serverless" })]) {
    expect(deploy(none, { keybeam: "0.1.0" }).filter(({ path }) => path.includes("prometheus"))).toEqual([]);
  }
  expect(names(watched({ metrics: "prometheus" }))).toContain("AvailabilityBurnsFast");
  expect(names(watched({ objectives: { p95: "1s" } }))).toContain("LatencyObjectiveMissed");
});

test("they watch what the spec has, and each has a drill", () => {
  const all = names(watched({ objectives: { p95: "200ms" } }));
  expect(all).toEqual(["AvailabilityBurnsFast", "AvailabilityBurns", "AvailabilityBurnsSlowly", "LatencyObjectiveMissed", "EventsWaitToLeave", "MessagesGivenUp", "CallsAreHeldBack", "EventLoopLags", "ConnectionsAreShort"]);
  expect(names(example("notes", { observability: { metrics: "prometheus" } }))).toEqual(["EventLoopLags", "ConnectionsAreShort"]);
  const files = deploy(watched({ metrics: "prometheus" }), { keybeam: "0.1.0" }).filter(({ path }) => path.includes("prometheus"));
  const [rules, drills] = files.map(({ content }) => parse(content));
  expect(drills.tests).toHaveLength(rules.groups[0].rules.length);
});

test("a budget burns as fast as the objective says, and no threshold is beyond reach", () => {
  const first = (availability: string): string => alertsOf(watched({ objectives: { availability } }))[0]?.expr ?? "";
  expect(first("99.9%")).toContain("> 0.0144 and");
  expect(first("90%")).toContain("> 0.9 and");
});

test("what fails over GraphQL, which is answered 200, burns the budget, too: in the expression and in the drill", () => {
  const first = (styles: readonly string[], topology: string) => {
    const shop = watched({ objectives: { availability: "99.9%" } }, { topology });
    const services = shop.services.map((service) => ({ ...service, api: { ...service.api, styles } }) as typeof service);
    return alertsOf({ ...shop, services })[0];
  };
  const both = first(["rest", "graphql"], "modular-monolith");
  expect(both?.expr).toContain('sum(rate({__name__=~"http_request_duration_seconds_count|graphql_failures_total",status=~"5.."}[1h]))');
  expect(both?.series.map(({ series }) => series)).toEqual(['http_request_duration_seconds_count{status="200"}', 'graphql_failures_total{status="500"}']);
  expect(first(["graphql"], "microservices")?.expr).toContain("gateway_request_duration_seconds_count|graphql_failures_total");
  expect(first(["rest"], "microservices")?.expr).not.toContain("graphql");
});

test("where a gateway stands before the units, a request counts once: as callers saw it", () => {
  const first = (topology: string): string => alertsOf(watched({ objectives: { availability: "99.9%" } }, { topology }))[0]?.expr ?? "";
  const counted = (topology: string): readonly string[] => [...new Set([...first(topology).matchAll(/(\w+)_request_duration/gu)].map(([, name = ""]) => name))];
  expect(["monolith", "modular-monolith", "microservices", "hybrid"].map((topology) => [topology, ...counted(topology)])).toEqual([
    ["monolith", "http"],
    ["modular-monolith", "http"],
    ["microservices", "gateway"],
    ["hybrid", "http"],
  ]);
});
