import { setTimeout as pause } from "node:timers/promises";
import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { firstWith } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { LeaveInput, LeaveOutput } from "../contract.ts";
import { newMark } from "../domain/mark.ts";
import type { Ports } from "./ports.ts";

/** Leaves a mark, answers late, and says how many of the same text there are. */
export const leave = (ports: Ports, _envelope: Envelope, input: LeaveInput): Promise<Result<LeaveOutput>> =>
  ports.database.transaction(async (transaction) => {
    await ports.repositories.marks.insert(transaction, newMark({ text: input.text }, ports.newId(), ports.now()));
    await pause(input.ms);
    const { items } = await ports.repositories.marks.list(transaction, firstWith({ text: input.text }));
    return ok({ marks: items.length });
  });
