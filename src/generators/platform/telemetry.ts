import type { Architecture } from "../../model/architecture.ts";

/** What processes tell of themselves besides lines of JSON and what is fetched from them. Functions have no time to send anything between two runs. */
export const telemetryNeeds = ({ observability, units }: Architecture) => {
  const processes = units.some((unit) => unit.as !== "functions");
  const traces = processes && observability.traces === "otlp";
  const pushed = processes && observability.metrics === "otlp";
  return { text: observability.logs === "text", traces, pushed, otlp: traces || pushed };
};

/** What is sent, in words. */
export const telemetryView = (architecture: Architecture) => {
  const { traces, pushed, otlp } = telemetryNeeds(architecture);
  return { traces, pushed, otlp, sentText: [...(traces ? ["traces"] : []), ...(pushed ? ["metrics"] : [])].join(" and ") };
};

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
/** Where collectors take OTLP over HTTP. */
export const COLLECTOR_PORT = 4318;

/** What says where telemetry goes, and of which share of the traces. */
export const telemetrySettings = (architecture: Architecture): readonly { readonly name: string; readonly value: string }[] => {
  const { traces, otlp } = telemetryNeeds(architecture);
  return [
    ...(otlp ? [{ name: ENDPOINT, value: "" }] : []),
    ...(traces ? [{ name: "OTEL_TRACES_SAMPLER", value: "parentbased_traceidratio" }, { name: "OTEL_TRACES_SAMPLER_ARG", value: "1" }] : []),
  ];
};

/** The same as the compose file says it, where `deploy/.env` has the last word. */
export const composedTelemetry = (architecture: Architecture) => {
  const settings = telemetrySettings(architecture);
  return [...settings, ...(settings.length === 0 ? [] : [{ name: HEADERS, value: "" }])].map(({ name, value }) => ({ name, value: `\${${name}:-${value}}` }));
};

/** What `deploy/.env.example` says of them. */
export const telemetryKeys = (architecture: Architecture): readonly { readonly name: string; readonly how: string }[] =>
  telemetryNeeds(architecture).otlp
    ? [
        { name: ENDPOINT, how: `Where a collector takes OTLP over HTTP, as http://collector:${COLLECTOR_PORT}; empty: ${telemetryView(architecture).sentText} go nowhere.` },
        { name: HEADERS, how: "What goes with each request to it, as authorization=Bearer%20TOKEN; may be empty." },
      ]
    : [];
