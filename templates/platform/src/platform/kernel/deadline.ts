import type { MethodContract } from "./contract.ts";
import { type Envelope, timeLeft, within } from "./envelope.ts";
import { fail, type Result } from "./result.ts";

/** What a deadline needs to know of an operation. */
type Timed = Pick<MethodContract, "kind" | "timeoutMs">;

/** Past its deadline a query has timed out; of a command nobody knows whether it took effect. */
export const tooLate = (method: Timed): Result<never> =>
  method.kind === "query"
    ? fail("timedOut", "No answer came in time.")
    : fail("outcomeUnknown", "No answer came in time; the command may have taken effect.");

/** Runs the work under the smaller of the caller's and the method's deadline. Work that has not begun is not begun. */
export const beforeDeadline = async <Value>(
  method: Timed,
  envelope: Envelope,
  work: (envelope: Envelope) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const bounded = within(envelope, method.timeoutMs);
  if (timeLeft(bounded) <= 0 || bounded.signal.aborted) return fail("timedOut", "The deadline had passed already.");
  const ended = new AbortController();
  const end = (): void => ended.abort();
  bounded.signal.addEventListener("abort", end, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<Result<never>>((resolve) => {
    timer = setTimeout(() => {
      end();
      resolve(tooLate(method));
    }, timeLeft(bounded));
  });
  try {
    return await Promise.race([work({ ...bounded, signal: ended.signal }), expiry]);
  } finally {
    clearTimeout(timer);
    bounded.signal.removeEventListener("abort", end);
  }
};
