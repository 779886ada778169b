import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { parseTraceParent } from "@opentelemetry/core";
import type { Envelope } from "../kernel/envelope.ts";
import { isFaultCode, type Result } from "../kernel/result.ts";

/** Work that is timed from its beginning to its end, wherever that is. */
export interface Timed {
  /** W3C trace context: whatever goes on from here belongs below it. */
  readonly traceparent: string;
  /** @param failure the code of what went wrong; null where nothing did */
  readonly end: (failure: string | null, name?: string, attributes?: Attributes) => void;
}

/** Without an exporter it times nothing, and hands on the traces that come in. */
const tracer = trace.getTracer("platform");

/** Below what came before; at the beginning of a trace where that says nothing. */
const contextOf = (traceparent: string | undefined): Context => {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
};

const traceparentOf = (span: Span, otherwise: string): string => {
  const own = span.spanContext();
  if (!isSpanContextValid(own)) return otherwise;
  return `00-${own.traceId}-${own.spanId}-${own.traceFlags.toString(16).padStart(2, "0")}`;
};

/** Names and codes alone: no message of a failure, which may quote what was sent. */
const endSpan = (span: Span, failure: string | null): void => {
  if (failure !== null) span.setAttribute("error.type", failure);
  if (failure !== null && isFaultCode(failure)) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
};

/**
 * Begins what other work goes on from.
 * @param received the trace context that came with it, if any
 * @param otherwise the trace context that it has where nothing is timed
 */
export const beginSpan = (kind: SpanKind, name: string, received: string | undefined, otherwise: string): Timed => {
  const span = tracer.startSpan(name, { kind }, contextOf(received));
  return {
    traceparent: traceparentOf(span, otherwise),
    end: (failure, renamed = name, attributes = {}) => {
      span.updateName(renamed).setAttributes(attributes);
      endSpan(span, failure);
    },
  };
};

/** Times work that ends with a result; what it does in turn belongs below it. */
export const traced = async <Value>(
  kind: SpanKind,
  name: string,
  envelope: Envelope,
  work: (envelope: Envelope) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const parent = contextOf(envelope.traceparent);
  const span = tracer.startSpan(name, { kind }, parent);
  const below = { ...envelope, traceparent: traceparentOf(span, envelope.traceparent) };
  try {
    const result = await context.with(trace.setSpan(parent, span), () => work(below));
    endSpan(span, result.ok ? null : result.failure.code);
    return result;
  } catch (error) {
    endSpan(span, "internal");
    throw error;
  }
};

/** Times a statement of work that is timed, by its name alone: neither its text nor its values. */
export const tracedStatement = async <Value>(name: string, run: () => Promise<Value>): Promise<Value> => {
  if (trace.getActiveSpan() === undefined) return run();
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { "db.system.name": "postgresql" } });
  try {
    const value = await run();
    endSpan(span, null);
    return value;
  } catch (error) {
    endSpan(span, error instanceof Error ? error.name : "internal");
    throw error;
  }
};
