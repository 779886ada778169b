import { typescriptString } from "../render/index.ts";
import { numberText } from "./methods.ts";
import type { Scope } from "./scope.ts";

/** The largest value of each part of a cron line. */
const LAST = [59, 23, 31, 12, 7];

/** `5/15` means from five on: written as the range that it is, which every reader of such lines takes. */
const plain = (cron: string): string =>
  cron
    .trim()
    .split(/\s+/u)
    .map((part, index) => part.replaceAll(/(^|,)(\d+)\//gu, `$1$2-${LAST[index]}/`))
    .join(" ");

/** What a service runs by the clock, as its wiring lists it. */
export const jobsOf = ({ service }: Scope) =>
  service.jobs.map((job) => ({
    name: typescriptString(`${service.name}.${job.name}`),
    cron: typescriptString(plain(job.cron)),
    zone: typescriptString(job.zone),
    timeoutMs: numberText(service.operations.find(({ name }) => name === job.operation)?.timeoutMs ?? 5_000),
    method: job.operation,
  }));
