import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { fail, type Result } from "../../../platform/kernel/result.ts";
import type { ReserveStockInput } from "../contract.ts";
import type { Ports } from "./ports.ts";

/** Takes the lines out of stock, all of them or none. */
export const reserveStock = async (
  _ports: Ports,
  _envelope: Envelope,
  _input: ReserveStockInput,
): Promise<Result<Nothing>> => fail("notWritten", "catalog.reserveStock is still to be written.");
