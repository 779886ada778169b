import { checkOutput, overTheWire } from "./codec.ts";
import type { MethodContract } from "./contract.ts";
import type { Envelope } from "./envelope.ts";
import type { Json } from "./json.ts";
import { ok, type Result } from "./result.ts";
import type { Log } from "./world.ts";

/** What stands for the answer of a query that the callee does not give: its last one, or a fixed one. */
export type Fallback = { readonly kind: "cached" } | { readonly kind: "value"; readonly value: Json };

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

/** What a call ends with: the result, or what stands for it where the callee is away. A command's result always stands. */
export const withFallback = (
  fallback: Fallback | undefined,
  callee: string,
  log: Log,
): ((ask: Ask, result: Result<unknown>) => Result<unknown>) => {
  if (fallback === undefined) return (_ask, result) => result;
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
