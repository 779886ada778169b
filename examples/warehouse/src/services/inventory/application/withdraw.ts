import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { WithdrawInput } from "../contract.ts";
import { book } from "./book.ts";
import type { Ports } from "./ports.ts";

/** Takes out what was picked, once for each task. */
export const withdraw = (ports: Ports, _envelope: Envelope, input: WithdrawInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const { article, pickTask, quantity } = input;
    const booked = await book(ports, transaction, { article, source: pickTask, change: -quantity });
    return booked.ok ? ok({}) : booked;
  });
