import { describe, expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { ungenerated } from "../../src/spec/ungenerated.ts";
import { example } from "./architectures.ts";

const filesOf = (architecture: Architecture) => new Map(generate(architecture, { keybeam: "0.1.0" }).map(({ path, content }) => [path, content]));
const observed = (observability: object, topology = "modular-monolith") => example("shop", { observability, topology, deploy: { target: "kubernetes" } });
const packagesOf = (architecture: Architecture): readonly string[] =>
  Object.keys(JSON.parse(filesOf(architecture).get("package.json") ?? "{}").dependencies).filter((name) => name.startsWith("@opentelemetry/"));
const told = (architecture: Architecture) => ungenerated(architecture).map(({ message }) => message).filter((message) => /[Tt]races|metrics|Logs/u.test(message));

describe("what processes tell of themselves", () => {
  test("is JSON and metrics to fetch where nothing else is asked for: no file, no package, no word of more", () => {
    const files = filesOf(observed({}));
    expect(packagesOf(observed({}))).toEqual([]);
    expect([...files].filter(([path, text]) => path !== "architecture.yaml" && /OTEL_|opentelemetry|readableLine|tracedServices/u.test(text)).map(([path]) => path)).toEqual([]);
  });

  test("is traces where these are asked for, with the packages for them alone", () => {
    const files = filesOf(observed({ traces: "otlp" }));
    expect(packagesOf(observed({ traces: "otlp" })).some((name) => name.includes("metrics"))).toBe(false);
    expect(files.get("src/platform/process.ts")).toContain("tracedServices(services)");
    expect(files.get("src/platform/database/pool.ts")).toContain("tracedStatement(statement.name");
    expect(files.get("deploy/compose.yaml")).toContain("OTEL_TRACES_SAMPLER_ARG: ${OTEL_TRACES_SAMPLER_ARG:-1}");
    expect(files.get("deploy/kubernetes/namespace.yaml")).toContain("port: 4318");
    expect(told(observed({ traces: "otlp" }))).toEqual([]);
  });

  test("is metrics that are sent, without a span", () => {
    const files = filesOf(observed({ metrics: "otlp" }));
    expect(packagesOf(observed({ metrics: "otlp" })).some((name) => name.includes("trace"))).toBe(false);
    expect([...files.keys()].filter((path) => /telemetry\/(?:traces|services)\.ts|test\/traces/u.test(path))).toEqual([]);
    expect(files.get("src/platform/telemetry/otlp.ts")).toContain("producerOf(metrics.registry");
  });

  test("is text where that is asked for", () => {
    expect(filesOf(observed({ logs: "text" })).get("src/platform/telemetry/log.ts")).toContain("readableLine(line)");
    expect(told(observed({ logs: "text" }))).toEqual([]);
  });

  test("leaves services and their kernel as they are", () => {
    const inner = (observability: object) => [...filesOf(observed(observability))].filter(([path]) => /^src\/(?:services|platform\/kernel)\//u.test(path));
    expect(inner({ traces: "otlp", metrics: "otlp", logs: "text" })).toEqual(inner({}));
  });

  test("is nothing of the kind where all are functions, and a warning says so", () => {
    expect(packagesOf(observed({ traces: "otlp", metrics: "otlp" }, "serverless"))).toEqual([]);
    expect(told(observed({ traces: "otlp" }, "serverless"))).toEqual(["Traces and metrics are sent by processes: units that are functions send none."]);
    expect(told(observed({ metrics: "none" }))).toEqual(["`metrics: none` makes no alerts; processes show their metrics on the admin port all the same."]);
  });
});
