import { pause } from "./call.ts";
import { uncancelled } from "./deadline.ts";
import { type Envelope, keyed, timeLeft } from "./envelope.ts";
import { fail, isFaultCode, ok, type Result } from "./result.ts";
import type { Log, World } from "./world.ts";

/** A command that another service carries out before a row is written here. */
export interface SagaStep {
  /** `catalog.reserveStock` */
  readonly name: string;
  readonly run: (envelope: Envelope) => Promise<Result<unknown>>;
  /** Must do no harm where the step did nothing. Null: there is nothing to take back. */
  readonly undo: ((envelope: Envelope) => Promise<Result<unknown>>) | null;
}

/** What the steps are for. */
interface SagaEnd<Value> {
  readonly write: () => Promise<Result<Value>>;
  /** Whether the row is as wished all the same: the write took effect unseen, or somebody else's did. */
  readonly stands: () => Promise<boolean>;
}

declare module "./world.ts" {
  interface World {
    /** Handed each saga when it begins: it may outlast its caller's patience, and nothing that it needs may end before it. */
    readonly onSaga?: ((saga: Promise<unknown>) => void) | undefined;
  }
}

/** An undo is not the caller's wish any more: it has time of its own, however little the caller has left. */
const UNDO_MS = 10_000;
/** Until an undo is tried again, doubled each time. */
const FIRST_PAUSE_MS = 250;

/**
 * Runs the steps one after the other, then writes. Where any of this fails or throws, what was begun is undone, the
 * last step first. The keys name the attempt: tries of one call are one, and a later attempt is never answered with
 * what this one has taken back.
 */
export const runSaga = <Value>(
  world: Pick<World, "log" | "newId" | "onSaga">,
  envelope: Envelope,
  steps: readonly SagaStep[],
  end: SagaEnd<Value>,
): Promise<Result<Value>> => {
  const saga = runToTheEnd(world, envelope, steps, end);
  world.onSaga?.(saga);
  return saga;
};

const runToTheEnd = async <Value>(
  world: Pick<World, "log" | "newId">,
  envelope: Envelope,
  steps: readonly SagaStep[],
  end: SagaEnd<Value>,
): Promise<Result<Value>> => {
  const saga: Saga = { envelope, attempt: world.newId(), begun: [] };
  let done = false;
  try {
    const failed = await firstFailure(saga, steps);
    const result = failed ?? (await end.write());
    done = result.ok;
    return result;
  } finally {
    if (!done) await takeBack(saga, end.stands, world.log);
  }
};

interface Saga {
  readonly envelope: Envelope;
  readonly attempt: string;
  /** Each step that may have taken effect. */
  readonly begun: SagaStep[];
}

const firstFailure = async ({ envelope, attempt, begun }: Saga, steps: readonly SagaStep[]) => {
  for (const step of steps) {
    begun.push(step);
    const result = await step.run(keyed(envelope, `${attempt}-${begun.length}`));
    if (result.ok) continue;
    // After a fault it may have taken effect, now or in an earlier try.
    if (!isFaultCode(result.failure.code)) begun.pop();
    return result;
  }
  return null;
};

/** Where nobody can say how the row is, nothing is undone: rather too much stays reserved than too little. */
const takeBack = async (saga: Saga, stands: () => Promise<boolean>, log: Log): Promise<void> => {
  const steps = saga.begun.map(({ name }) => name);
  try {
    if (steps.length === 0 || (await stands())) return;
  } catch (error) {
    log.error("nobody can say whether steps are to be undone; they were left as they are", { steps, error });
    return;
  }
  for (const [index, step] of [...saga.begun.entries()].reverse()) {
    const undone = await undo(step, inItsOwnTime(saga.envelope, `${saga.attempt}-${index + 1}-undo`));
    if (!undone.ok) log.error(`${step.name} could not be undone`, { failure: undone.failure });
  }
};

/** Tries as long as it has time: what keeps a step from being taken back is mostly what made it fail, and passes. */
const undo = async (step: SagaStep, envelope: Envelope): Promise<Result<unknown>> => {
  for (let wait = FIRST_PAUSE_MS; ; wait *= 2) {
    const result = await undoOf(step, envelope);
    if (result.ok || !isFaultCode(result.failure.code) || timeLeft(envelope) <= wait) return result;
    await pause(wait);
  }
};

const undoOf = async (step: SagaStep, envelope: Envelope): Promise<Result<unknown>> => {
  try {
    return step.undo === null ? ok(null) : await step.undo(envelope);
  } catch (error) {
    return fail("internal", String(error));
  }
};

const inItsOwnTime = (envelope: Envelope, key: string): Envelope => ({
  ...keyed(envelope, key),
  deadline: performance.now() + UNDO_MS,
  cancellation: uncancelled,
});
