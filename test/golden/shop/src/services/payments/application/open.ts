import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { fail, type Result } from "../../../platform/kernel/result.ts";
import type { OpenInput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** Opens a payment for an order that was placed. */
export const open = async (_ports: Ports, _envelope: Envelope, _input: OpenInput): Promise<Result<Nothing>> =>
  fail("notWritten", "payments.open is still to be written.");
