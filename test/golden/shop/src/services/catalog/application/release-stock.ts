import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { fail, type Result } from "../../../platform/kernel/result.ts";
import type { ReleaseStockInput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** Puts what was reserved for an order back. */
export const releaseStock = async (
  _ports: Ports,
  _envelope: Envelope,
  _input: ReleaseStockInput,
): Promise<Result<Nothing>> => fail("notWritten", "catalog.releaseStock is still to be written.");
