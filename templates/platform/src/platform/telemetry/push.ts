import { type HrTime, ValueType } from "@opentelemetry/api";
import { hrTime } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from "@opentelemetry/sdk-metrics";
import type { MetricObjectWithValues, MetricValue, MetricValueWithName, Registry } from "prom-client";

type Read = MetricObjectWithValues<MetricValue<string>>;
type Period = readonly [from: HrTime, to: HrTime];

const described = ({ name, help }: Read) => ({
  descriptor: { name, description: help, unit: "", valueType: ValueType.DOUBLE },
  aggregationTemporality: AggregationTemporality.CUMULATIVE,
});

const pointsOf = ({ values }: Read, [startTime, endTime]: Period) =>
  values
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels, value }) => ({ startTime, endTime, attributes: { ...labels }, value }));

/** The labels of a series without those of its buckets. */
const seriesOf = ({ labels: { le: _le, ...labels } }: MetricValue<string>) => labels;

/** One series of a histogram: Prometheus counts in each bucket what is in those before it, OTLP does not. */
const histogramOf = (name: string, values: readonly MetricValueWithName<string>[]) => {
  const of = (part: string): number => values.find(({ metricName }) => metricName === `${name}_${part}`)?.value ?? 0;
  const buckets = values.filter(({ metricName }) => metricName === `${name}_bucket`);
  const boundaries = buckets.map(({ labels }) => Number(labels["le"])).filter(Number.isFinite);
  const counts = buckets.map(({ value }, index) => value - (buckets[index - 1]?.value ?? 0));
  return { buckets: { boundaries, counts }, sum: of("sum"), count: of("count") };
};

const histogramPoints = ({ name, values }: Read, [startTime, endTime]: Period) => {
  const series = new Map<string, MetricValueWithName<string>[]>();
  for (const value of values) {
    const key = JSON.stringify(seriesOf(value));
    series.set(key, [...(series.get(key) ?? []), value]);
  }
  return [...series.values()].map((own) => {
    const [first] = own;
    const attributes = first === undefined ? {} : { ...seriesOf(first) };
    return { startTime, endTime, attributes, value: histogramOf(name, own) };
  });
};

const dataOf = (metric: Read, period: Period): MetricData => {
  // Its declaration calls the kinds numbers; they are texts.
  const kind = String(metric.type);
  if (kind === "histogram") {
    const dataPoints = histogramPoints(metric, period);
    return { ...described(metric), dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = pointsOf(metric, period);
  return kind === "counter"
    ? { ...described(metric), dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...described(metric), dataPointType: DataPointType.GAUGE, dataPoints };
};

/** The same metrics as the admin port shows, for a collector that they are sent to. */
export const producerOf = (registry: Registry, resource: Resource): MetricProducer => {
  const begun = hrTime();
  return {
    collect: async () => {
      const metrics = await registry.getMetricsAsJSON();
      const period: Period = [begun, hrTime()];
      const scope = { name: "platform" };
      const scopeMetrics = [{ scope, metrics: metrics.map((metric) => dataOf(metric, period)) }];
      return { resourceMetrics: { resource, scopeMetrics }, errors: [] };
    },
  };
};
