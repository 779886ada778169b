import { Counter, Histogram } from "prom-client";
import type { Service } from "../kernel/world.ts";
import { startLoop } from "../loop.ts";
import type { Platform } from "../platform.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { createJobs, type Running } from "./jobs.ts";

/** A job begins so much late at most. */
const TICK_MS = 1_000;
/** Another version may have changed the hours meanwhile. */
const LOOK_AGAIN_MS = 30_000;

/** Counts and times runs. */
const observer = ({ registry }: Metrics): NonNullable<Running["observe"]> => {
  const registers = [registry];
  const labelNames = ["job", "outcome"] as const;
  const runs = new Counter({ name: "job_runs_total", help: "Runs of jobs, by how they ended", labelNames, registers });
  const durations = new Histogram({
    name: "job_duration_seconds",
    help: "How long runs of jobs took",
    labelNames: ["job"],
    buckets: [0.01, 0.1, 1, 10, 60, 300],
    registers,
  });
  return (job, outcome, seconds) => {
    runs.inc({ job, outcome });
    durations.observe({ job }, seconds);
  };
};

/** Runs the jobs of the services of a process when they are due. */
export const startJobs = (
  platform: Platform,
  services: readonly Service<unknown>[],
  metrics: Metrics,
): { readonly stop: () => Promise<void> } => {
  const observe = observer(metrics);
  const loops = services.flatMap(({ contract: { service }, jobs = [] }) => {
    const log = platform.log.with({ service });
    const running = createJobs({ service, jobs, database: platform.databaseOf(service), log, observe });
    return jobs.map((job) => {
      let lookAt = 0;
      return startLoop(job.name, TICK_MS, log, async () => {
        if (performance.now() < lookAt) return false;
        const wait = await running.waitMs(job);
        if (wait > 0) lookAt = performance.now() + Math.min(wait, LOOK_AGAIN_MS);
        else await running.run(job);
        return false;
      });
    });
  });
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
};
