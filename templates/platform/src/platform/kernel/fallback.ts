import { checkOutput } from "./codec.ts";
import type { MethodContract } from "./contract.ts";
import { type Envelope, keyed } from "./envelope.ts";
import { type Json, overTheWire } from "./json.ts";
import { ok, type Result } from "./result.ts";
import type { Log } from "./world.ts";

/**
 * What stands for the answer of a query that the callee does not give: its last one, or a fixed one. A command that it
 * does not answer can wait for it.
 */
export type Fallback =
  | { readonly kind: "cached" }
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "queue"; readonly newKey: () => string; readonly keep: Keep };

type Keep = (method: string, envelope: Envelope, input: unknown) => Promise<Result<unknown>>;

interface Ask {
  readonly name: string;
  readonly method: MethodContract;
  readonly envelope: Envelope;
  readonly input: unknown;
}

const MOST_KEPT = 1_000;
/** An answer that is older stands for nothing any more. */
const KEPT_MS = 3_600_000;
const AWAY = ["unavailable", "timedOut"];

/** Answers are kept for each asker apart: what one may see is not for the next. */
const keyOf = ({ name, envelope, input }: Ask): string =>
  JSON.stringify([name, envelope.tenant, envelope.user?.id ?? null, envelope.user?.roles ?? [], input]);

const createLastAnswers = () => {
  const kept = new Map<string, { readonly value: unknown; readonly at: number }>();
  return {
    keep: (ask: Ask, value: unknown): void => {
      const key = keyOf(ask);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.delete(key);
      kept.set(key, { value: overTheWire(value), at: performance.now() });
    },
    of: (ask: Ask): Result<unknown> | null => {
      const found = kept.get(keyOf(ask));
      return found === undefined || performance.now() - found.at > KEPT_MS ? null : ok(overTheWire(found.value));
    },
  };
};

/** All tries of a command that may have to wait are one under its key. */
export const withKey = (fallback: Fallback | undefined, method: MethodContract, envelope: Envelope): Envelope =>
  fallback?.kind === "queue" && method.idempotency === "key" && envelope.idempotencyKey === null
    ? keyed(envelope, fallback.newKey())
    : envelope;

/** What may be tried again can be tried later. */
const canWait = ({ method }: Ask, result: Result<unknown>): boolean =>
  method.kind === "command" &&
  method.idempotency !== "none" &&
  !result.ok &&
  [...AWAY, "outcomeUnknown"].includes(result.failure.code);

type Rescue = (ask: Ask, result: Result<unknown>) => Result<unknown> | Promise<Result<unknown>>;

const queueing =
  (keep: Keep, callee: string, log: Log): Rescue =>
  (ask, result) => {
    if (!canWait(ask, result)) return result;
    log.warn("a call waits until its callee is back", { method: `${callee}.${ask.name}` });
    return keep(ask.name, ask.envelope, overTheWire(ask.input));
  };

/** What a call ends with: the result, or what stands for it where the callee is away. */
export const withFallback = (fallback: Fallback | undefined, callee: string, log: Log): Rescue => {
  if (fallback === undefined) return (_ask, result) => result;
  if (fallback.kind === "queue") return queueing(fallback.keep, callee, log);
  const last = createLastAnswers();
  const standIn = (ask: Ask): Result<unknown> | null =>
    fallback.kind === "value" ? checkOutput(ask.method, overTheWire(fallback.value)) : last.of(ask);
  return (ask, result) => {
    if (ask.method.kind === "command") return result;
    if (result.ok) {
      if (fallback.kind === "cached") last.keep(ask, result.value);
      return result;
    }
    const instead = AWAY.includes(result.failure.code) ? standIn(ask) : null;
    if (instead === null) return result;
    log.warn("a fallback stands for an answer", { method: `${callee}.${ask.name}`, failure: result.failure.code });
    return instead;
  };
};
