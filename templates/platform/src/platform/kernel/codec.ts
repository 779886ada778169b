import type { MethodContract } from "./contract.ts";
import { fail, ok, type Result } from "./result.ts";
import { violationsOf } from "./schema.ts";

export const checkInput = (method: MethodContract, input: unknown): Result<unknown> => {
  const violations = violationsOf(method.input, input);
  return violations.length === 0 ? ok(input) : fail("invalid", "The input does not fit the contract.", violations);
};

/** An answer that breaks its contract is the callee's fault, so the caller is told no more than that. */
export const checkOutput = (method: MethodContract, output: unknown): Result<unknown> => {
  const violations = violationsOf(method.output, output);
  return violations.length === 0 ? ok(output) : fail("internal", "The answer does not fit the contract.", violations);
};
