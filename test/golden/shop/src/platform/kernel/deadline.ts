import type { MethodContract } from "./contract.ts";
import { type Cancellation, type Envelope, timeLeft, within } from "./envelope.ts";
import { fail, type Result } from "./result.ts";

/** What a deadline needs to know of an operation. */
type Timed = Pick<MethodContract, "kind" | "timeoutMs">;

/** Past its deadline a query has timed out; of a command nobody knows whether it took effect. */
export const tooLate = (method: Timed): Result<never> =>
  method.kind === "query"
    ? fail("timedOut", "No answer came in time.")
    : fail("outcomeUnknown", "No answer came in time; the command may have taken effect.");

/** Of work that nobody calls off. */
export const uncancelled: Cancellation = { requested: () => false, signal: () => new AbortController().signal };

/** The envelope of nobody in particular, for tests. */
export const memoryEnvelope = (): Envelope => ({
  user: null,
  service: null,
  tenant: null,
  requestId: "test",
  traceparent: "00-00000000000000000000000000000001-0000000000000001-00",
  deadline: Number.POSITIVE_INFINITY,
  cancellation: uncancelled,
  idempotencyKey: null,
});

/** Of work that its own end calls off, or that of the work around it. */
const cancellableWithin = (outer: Cancellation): { readonly cancellation: Cancellation; readonly end: () => void } => {
  let own: AbortController | undefined;
  let signal: AbortSignal | undefined;
  let ended = false;
  const made = (): AbortSignal => {
    own = new AbortController();
    if (ended) own.abort();
    return AbortSignal.any([outer.signal(), own.signal]);
  };
  return {
    cancellation: {
      requested: () => ended || outer.requested(),
      signal: () => {
        signal ??= made();
        return signal;
      },
    },
    end: () => {
      ended = true;
      own?.abort();
    },
  };
};

/** Runs the work under the smaller of the caller's and the method's deadline. Work that has not begun is not begun. */
export const beforeDeadline = <Value>(
  method: Timed,
  envelope: Envelope,
  work: (envelope: Envelope) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const bounded = within(envelope, method.timeoutMs);
  const left = timeLeft(bounded);
  const { cancellation, end } = cancellableWithin(bounded.cancellation);
  return new Promise((resolve, reject) => {
    if (left <= 0 || cancellation.requested()) return resolve(fail("timedOut", "The deadline had passed already."));
    const timer = setTimeout(() => {
      end();
      resolve(tooLate(method));
    }, left);
    const done = (async () => work({ ...bounded, cancellation }))().then(resolve, reject);
    void done.finally(() => clearTimeout(timer));
  });
};
