import { randomUUID } from "node:crypto";
import type { Handler } from "../../functions/lambda.ts";

/** A function as the emulator runs it. */
export interface EmulatedFunction {
  readonly name: string;
  readonly handler: Handler;
  readonly timeoutMs: number;
}

/** The function failed or took too long; the message is what its author would look for in the log. */
export class FunctionError extends Error {}

const AT_MOST = 10;

/** Everything crosses as JSON, as it does in the cloud. */
const overTheWire = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const runOnce = async (handler: Handler, event: unknown, timeoutMs: number): Promise<unknown> => {
  const end = performance.now() + timeoutMs;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new FunctionError(`It took longer than ${timeoutMs} ms.`)), timeoutMs);
  });
  const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => end - performance.now() };
  try {
    return overTheWire(await Promise.race([handler(overTheWire(event), context), late]));
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    throw new FunctionError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    clearTimeout(timer);
  }
};

export interface Instances {
  /** @throws FunctionError */
  readonly run: (event: unknown) => Promise<unknown>;
  /** How many events wait for an instance that is free. */
  readonly waiting: () => number;
}

/** Runs a function as Lambda does: one event at a time for each instance, another instance where all are at work. */
export const instancesOf = ({ handler, timeoutMs }: EmulatedFunction): Instances => {
  const idle: Handler[] = [];
  const waiting: ((instance: Handler) => void)[] = [];
  let made = 0;
  const take = (): Promise<Handler> => {
    const free = idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (made === AT_MOST) return new Promise((resolve) => waiting.push(resolve));
    made += 1;
    return Promise.resolve(handler.another());
  };
  const give = (instance: Handler): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(instance);
    else next(instance);
  };
  const run = async (event: unknown): Promise<unknown> => {
    const instance = await take();
    try {
      return await runOnce(instance, event, timeoutMs);
    } finally {
      give(instance);
    }
  };
  return { run, waiting: () => waiting.length };
};
