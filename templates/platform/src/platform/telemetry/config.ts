import type { Reader } from "../config.ts";

/** Where what is measured goes; OpenTelemetry itself reads the rest of its variables. */
export interface TelemetrySettings {
  /** Of a collector that takes OTLP over HTTP; empty where nothing goes out. */
  readonly collector: string;
  readonly metricsEveryMs: number;
}

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

export const telemetryIn = (read: Reader): TelemetrySettings => {
  const interval = "OTEL_METRIC_EXPORT_INTERVAL";
  return {
    collector: read.env[ENDPOINT] ? read.url(ENDPOINT, ["http:", "https:"], undefined) : "",
    metricsEveryMs: Number(
      read.text(interval, "60000", (value) => /^[1-9]\d{2,7}$/.test(value), "milliseconds from 100 on"),
    ),
  };
};
