import { setTimeout as pause } from "node:timers/promises";
import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { DozeInput, DozeOutput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** Answers late. */
export const doze = async (_ports: Ports, _envelope: Envelope, input: DozeInput): Promise<Result<DozeOutput>> => {
  await pause(input.ms);
  return ok({ ms: input.ms });
};
