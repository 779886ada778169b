import { randomUUID } from "node:crypto";
import type { HoldingDatabase } from "../database/database.ts";
import { traceIdOf, traceparentFrom } from "../ids.ts";
import { beforeDeadline, uncancelled } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import type { Job } from "../kernel/jobs.ts";
import { fail, type Result } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";
import { nextRun } from "./schedule.ts";
import { type Claimed, statementsOf } from "./statements.ts";

/** What running the jobs of a service needs. */
export interface Running {
  readonly service: string;
  readonly jobs: readonly Job[];
  readonly database: HoldingDatabase;
  readonly log: Log;
  /** Is told of every run how it ended and how long it took. */
  readonly observe?: (job: string, outcome: "done" | "failed", seconds: number) => void;
}

export interface Jobs {
  /** How long nothing is to be done for a job, at most; 0 where it is due. */
  readonly waitMs: (job: Job) => Promise<number>;
  /** Runs a job if it is due and nobody else does. */
  readonly run: (job: Job) => Promise<void>;
}

/** So often a run is tried before it waits for its next time. */
const MOST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 10_000;
/** A claim outlives the deadline by so much; whoever ends later has no effect. */
const MARGIN_MS = 30_000;

const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();

const envelopeOf = (service: string, job: Job, dueAt: string): Envelope => ({
  user: null,
  service,
  tenant: null,
  requestId: `${job.name}-${dueAt}`,
  traceparent: traceparentFrom(undefined),
  deadline: performance.now() + job.timeoutMs,
  cancellation: uncancelled,
  idempotencyKey: `${job.name} ${dueAt}`,
});

/** After a failure: soon again, but not past the next time; at the next time where it was tried often enough. */
const afterFailure = (job: Job, { attempts, now }: Claimed, code: string): { dueAt: string; attempts: number } => {
  const next = nextRun(job, now);
  const soon = later(now, FIRST_PAUSE_MS * 3 ** (attempts - 1));
  // What nobody has written yet is not there in ten seconds either.
  return attempts >= MOST_ATTEMPTS || code === "notWritten" || soon >= next
    ? { dueAt: next, attempts: 0 }
    : { dueAt: soon, attempts };
};

type Statements = ReturnType<typeof statementsOf>;

/** Writes down when each job is due, once for each instance that starts. */
const registrar = ({ jobs, database }: Running, statements: Statements): (() => Promise<void>) => {
  const registerAll = async (): Promise<void> => {
    const [clock] = await database.run<{ now: string }>(statements.now, []);
    for (const job of jobs) {
      const due = nextRun(job, clock?.now ?? new Date().toISOString());
      await database.run(statements.register, [job.name, `${job.cron} ${job.zone}`, due]);
    }
  };
  let registered: Promise<void> | null = null;
  return () => {
    registered ??= registerAll().catch((error: unknown) => {
      registered = null;
      throw error;
    });
    return registered;
  };
};

/** The effect of a run and the note that it ran, in one transaction. */
const effectOf = async (
  { database }: Running,
  { settle }: Statements,
  { job, claim, now }: { readonly job: Job; readonly claim: string; readonly now: string },
  envelope: Envelope,
): Promise<Result<unknown>> => {
  const timed = { kind: "command", timeoutMs: job.timeoutMs } as const;
  const work = (within: Envelope): Promise<Result<unknown>> =>
    database.hold(async (held) => {
      const result = await job.run(within, held);
      if (!result.ok) return result;
      const settled = await held.run(settle, [job.name, claim, nextRun(job, now), 0]);
      return settled.length === 1 ? result : fail("outcomeUnknown", "It took so long that another has begun it anew.");
    });
  try {
    return await beforeDeadline(timed, envelope, work);
  } catch (error) {
    return fail("internal", error instanceof Error ? error.message : String(error));
  }
};

/**
 * The jobs of one service. All instances share their rows: each run is claimed by one of them, and its effect and the note
 * that it ran are one transaction. A job that is due while it runs, or while nobody was there, runs once and not once more
 * for each time that it missed.
 */
export const createJobs = (running: Running): Jobs => {
  const { service, database, log, observe } = running;
  const statements = statementsOf(service);
  const register = registrar(running, statements);

  const runClaimed = async (job: Job, claim: string, claimed: Claimed): Promise<void> => {
    const { attempts, dueAt, now } = claimed;
    const envelope = envelopeOf(service, job, dueAt);
    const fields = { job: job.name, dueAt, attempt: attempts, traceId: traceIdOf(envelope.traceparent) };
    const began = performance.now();
    const result =
      attempts > MOST_ATTEMPTS
        ? fail("internal", "Who ran it never came back.")
        : await effectOf(running, statements, { job, claim, now }, envelope);
    const seconds = (performance.now() - began) / 1_000;
    observe?.(job.name, result.ok ? "done" : "failed", seconds);
    if (result.ok) {
      const lateMs = Date.parse(now) - Date.parse(dueAt);
      return log.info("job done", { ...fields, lateMs, durationMs: Math.round(seconds * 1_000) });
    }
    const next = afterFailure(job, claimed, result.failure.code);
    const reason = `${result.failure.code}: ${result.failure.message}`;
    const failed = { ...fields, reason, nextAt: next.dueAt };
    if (next.attempts === 0) log.error("a job failed and waits for its next time", failed);
    else log.warn("a job failed and will be tried again", failed);
    // Past its deadline it may work still: its claim stands until it surely has no effect any more.
    if (result.failure.code === "outcomeUnknown") return;
    await database.run(statements.settle, [job.name, claim, next.dueAt, next.attempts]);
  };

  return {
    waitMs: async (job) => {
      await register();
      const [row] = await database.run<{ waitMs: number }>(statements.look, [job.name]);
      return Math.max(0, row?.waitMs ?? 0);
    },
    run: async (job) => {
      await register();
      const claim = randomUUID();
      const values = [job.name, claim, job.timeoutMs + MARGIN_MS];
      const [claimed] = await database.run<Claimed>(statements.claim, values);
      if (claimed !== undefined) await runClaimed(job, claim, claimed);
    },
  };
};
