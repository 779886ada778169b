import { type BreakerOptions, createBreaker, type Ended } from "./breaker.ts";
import { clientOver, methodOf } from "./client.ts";
import type { Contract, Method, MethodContract } from "./contract.ts";
import { calledBy, type Envelope, timeLeft, within } from "./envelope.ts";
import { type Fallback, withFallback, withKey } from "./fallback.ts";
import { checked } from "./json.ts";
import { fail, isFaultCode, type Result } from "./result.ts";
import type { Log, World } from "./world.ts";

/** What a caller decides about its calls to one service. */
export interface CallPolicy {
  readonly caller: string;
  /** Null: the callee's own timeout alone holds. */
  readonly timeoutMs: number | null;
  readonly retries: number;
  /** Left out: the callee is asked however often it fails. */
  readonly breaker?: BreakerOptions;
  /** Left out: a call that fails fails. */
  readonly fallback?: Fallback;
  readonly log: Log;
  /** Told when the callee is asked no more for a while, and when it is asked again. */
  readonly onBreaker?: World["onBreaker"];
}

declare module "./world.ts" {
  interface World {
    /** Left out where nobody watches. */
    readonly onBreaker?: ((callee: string, open: boolean) => void) | undefined;
  }
}

const FIRST_PAUSE_MS = 20;
/** So much too early may a timer be. */
const TIMER_MS = 2;
/** More at once than this wait for a callee that is too slow for them, so the next are refused. */
const MOST_AT_ONCE = 100;
/** What a retry costs and a success earns: while a callee fails, retries are a tenth of the load at most, after the first ten. */
const BUDGET = { most: 100, retry: 10, success: 1 };

const isUnknown = (result: Result<unknown>): boolean => !result.ok && result.failure.code === "outcomeUnknown";

const isLate = (result: Result<unknown>): boolean =>
  !result.ok && ["timedOut", "outcomeUnknown"].includes(result.failure.code);

const isFault = (result: Result<unknown>): boolean => !result.ok && isFaultCode(result.failure.code);

/** Only what surely did nothing, or may do the same again, is tried again. */
const mayTryAgain = (method: MethodContract, result: Result<unknown>): boolean => {
  if (result.ok || method.idempotency === "none") return false;
  return ["unavailable", "timedOut", "outcomeUnknown"].includes(result.failure.code);
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Attempt = () => Promise<Result<unknown>>;

type Gate = (method: MethodContract, envelope: Envelope, attempt: Attempt) => ReturnType<Attempt>;

/** A caller that went away before its time, or came with less than half of what an answer may take, cannot blame the callee. */
const endOf = (result: Result<unknown>, envelope: Envelope, isHurried: boolean): Ended => {
  if (!isFault(result)) return "answered";
  const isGone = envelope.cancellation.requested() && timeLeft(envelope) > TIMER_MS;
  return isGone || (isHurried && isLate(result)) ? "untold" : "failed";
};

/** One try: refused at once while the callee mostly fails, or while too many wait for it. */
const createGate = (callee: string, { breaker: options, log, onBreaker, timeoutMs }: CallPolicy): Gate => {
  const breaker =
    options === undefined
      ? null
      : createBreaker(options, (open) => {
          log.warn(open ? "calls are held back" : "calls are made again", { callee });
          onBreaker?.(callee, open);
        });
  let atOnce = 0;
  return async (method, envelope, attempt) => {
    if (atOnce >= MOST_AT_ONCE) return fail("unavailable", `Too many calls wait for ${callee}.`);
    const ended = breaker === null ? () => undefined : breaker.enter();
    if (ended === null) return fail("unavailable", `${callee} failed too often and is not asked now.`);
    atOnce += 1;
    const isHurried = timeLeft(envelope) < Math.min(method.timeoutMs, timeoutMs ?? method.timeoutMs) / 2;
    let end: Ended = "failed";
    try {
      const result = await attempt();
      end = endOf(result, envelope, isHurried);
      return result;
    } finally {
      atOnce -= 1;
      ended(end);
    }
  };
};

/** What one try did nobody knows, and a later one does not tell, unless it is done or ends as the contract says. */
const known = (method: MethodContract, wasUnsure: boolean, result: Result<unknown>): Result<unknown> =>
  !wasUnsure || result.ok || Object.hasOwn(method.errors, result.failure.code)
    ? result
    : fail("outcomeUnknown", `An earlier try may have taken effect; the last one: ${result.failure.message}`);

/** Tries again with growing pauses, within the deadline and as long as there is budget: a callee that is down is not buried. */
const createRetry = (retries: number) => {
  let budget = BUDGET.most;
  return async (method: MethodContract, envelope: Envelope, attempt: Attempt): Promise<Result<unknown>> => {
    let result = await attempt();
    let wasUnsure = false;
    for (let again = 1; again <= retries && mayTryAgain(method, result) && budget >= BUDGET.retry; again += 1) {
      const wait = FIRST_PAUSE_MS * 2 ** (again - 1) * (0.5 + Math.random());
      if (timeLeft(envelope) <= wait) break;
      budget -= BUDGET.retry;
      wasUnsure ||= isUnknown(result);
      await pause(wait);
      result = await attempt();
    }
    if (!isFault(result)) budget = Math.min(BUDGET.most, budget + BUDGET.success);
    return known(method, wasUnsure, result);
  };
};

/** The client as a caller uses it: under the caller's name and timeout, whatever binding is behind it. All tries share one deadline. */
export const called = <Client>(contract: Contract<Client>, client: Client, policy: CallPolicy): Client => {
  const gate = createGate(contract.service, policy);
  const retry = createRetry(policy.retries);
  const rescue = withFallback(policy.fallback, contract.service, policy.log);
  return clientOver(contract, async (name, envelope, input) => {
    const run = checked<Readonly<Record<string, Method<unknown, unknown>>>>(client)[name];
    const method = methodOf(contract, name);
    if (run === undefined || method === undefined) throw new Error(`${contract.service} has no method ${name}`);
    const timed = policy.timeoutMs === null ? envelope : within(envelope, policy.timeoutMs);
    const mine = withKey(policy.fallback, method, calledBy(policy.caller, timed));
    const result = await retry(method, mine, () => gate(method, mine, () => run(mine, input)));
    return rescue({ name, method, envelope: mine, input }, result);
  });
};
