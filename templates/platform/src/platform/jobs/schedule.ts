import { Cron } from "croner";
import type { Job } from "../kernel/jobs.ts";

/** Of a job whose line names a day that no year has. */
const NEVER = "9999-12-31T00:00:00.000Z";

/** The first moment after another at which a job is due. Where a clock is put forward what it skips runs right after. */
export const nextRun = ({ cron, zone }: Pick<Job, "cron" | "zone">, after: string): string =>
  new Cron(cron, { timezone: zone }).nextRun(new Date(after))?.toISOString() ?? NEVER;
