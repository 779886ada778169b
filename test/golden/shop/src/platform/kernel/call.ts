import { clientOver, methodOf } from "./client.ts";
import type { Contract, Method, MethodContract } from "./contract.ts";
import { calledBy, type Envelope, timeLeft, within } from "./envelope.ts";
import { checked } from "./json.ts";
import type { Result } from "./result.ts";

/** What a caller decides about its calls. */
export interface CallPolicy {
  readonly caller: string;
  /** Null: the callee's own timeout alone holds. */
  readonly timeoutMs: number | null;
  readonly retries: number;
}

const FIRST_PAUSE_MS = 20;

/** Only what surely did nothing, or may do the same again, is tried again. */
const mayTryAgain = (method: MethodContract, result: Result<unknown>): boolean => {
  if (result.ok || method.idempotency === "none") return false;
  return ["unavailable", "timedOut", "outcomeUnknown"].includes(result.failure.code);
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The client as a caller uses it: under the caller's name, timeout and retries. All tries share one deadline. */
export const called = <Client>(contract: Contract<Client>, client: Client, policy: CallPolicy): Client =>
  clientOver(contract, async (name, envelope, input) => {
    const run = checked<Readonly<Record<string, Method<unknown, unknown>>>>(client)[name];
    const method = methodOf(contract, name);
    if (run === undefined || method === undefined) throw new Error(`${contract.service} has no method ${name}`);
    const mine: Envelope = calledBy(
      policy.caller,
      policy.timeoutMs === null ? envelope : within(envelope, policy.timeoutMs),
    );
    let result = await run(mine, input);
    for (let attempt = 1; attempt <= policy.retries && mayTryAgain(method, result); attempt += 1) {
      const wait = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
      if (timeLeft(mine) <= wait) break;
      await pause(wait);
      result = await run(mine, input);
    }
    return result;
  });
