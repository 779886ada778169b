import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { checked } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { ReflectInput, ReflectOutput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** Careless on purpose: it changes what it was given, hands it back, and answers a Date where a text was promised. */
export const reflect = async (
  _ports: Ports,
  _envelope: Envelope,
  input: ReflectInput,
): Promise<Result<ReflectOutput>> => {
  const words = checked<string[]>(input.words);
  words.push("written by the callee");
  return ok(checked<ReflectOutput>({ words, at: new Date(input.at) }));
};
