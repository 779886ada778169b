import type { Check } from "./http/admin.ts";
import type { MethodContract } from "./kernel/contract.ts";
import { fail, type Result } from "./kernel/result.ts";

const NOT_REACHED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether it is the code of a fault after which the other side has surely seen nothing. */
export const isNotReached = (code: string): boolean => NOT_REACHED.has(code);

const codeOf = (error: unknown): unknown => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
};

/** Where the answer was lost, nobody knows whether a command took effect; a query can be asked again. */
export const lost = (method: MethodContract): Result<never> =>
  method.kind === "query"
    ? fail("unavailable", "The answer was lost.")
    : fail("outcomeUnknown", "The answer was lost; the command may have taken effect.");

/** What the error of a request means for a call of the method. */
export const unanswered = (callee: string, method: MethodContract, error: unknown): Result<never> =>
  isNotReached(String(codeOf(error))) ? fail("unavailable", `${callee} cannot be reached now.`) : lost(method);

/** Who is asked, and a check of whether they answered. */
export interface Watched<Arguments extends readonly unknown[]> {
  readonly send: (...request: Arguments) => Promise<Response>;
  readonly check: Check;
}

/** The same, and a check that tells when nobody answered the last time: that is the other side's fault, and makes nobody else unready. */
export const watched = <Arguments extends readonly unknown[]>(
  callee: string,
  send: (...request: Arguments) => Promise<Response>,
): Watched<Arguments> => {
  let answered = true;
  const run = async (): Promise<void> => {
    if (!answered) throw new Error(`${callee} does not answer`);
  };
  return {
    check: { name: callee, run, spare: true },
    send: async (...request) => {
      try {
        const response = await send(...request);
        answered = true;
        return response;
      } catch (error) {
        answered = false;
        throw error;
      }
    },
  };
};
