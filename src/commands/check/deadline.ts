import type { Project } from "../../check/index.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { flagFault } from "../flag-fault.ts";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** `30s` in milliseconds; null where it is no such time, or none at all. */
export function milliseconds(text: string): number | null {
  const [, count, unit = ""] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  return count === undefined || Number(count) === 0 ? null : Number(count) * (units[unit] ?? 1);
}

export interface Deadline {
  readonly project: Project;
  /** What to say when the time was over; null where it was not. */
  readonly missed: () => Diagnostic | null;
}

/** The project until its time is over: then nothing more of it is read, and there is no verdict. */
export function within(ms: number, project: Project, now: () => number): Deadline {
  const end = now() + ms;
  let read = 0;
  let unread = 0;
  const inTime = <Read>(reader: (path: string) => Read) => (path: string): Read | readonly [null, string] => {
    if (now() <= end) {
      read++;
      return reader(path);
    }
    unread++;
    return [null, "the time of --timeout was over"];
  };
  const { readBytes } = project;
  return {
    project: { ...project, read: inTime(project.read), ...(readBytes ? { readBytes: inTime(readBytes) } : {}) },
    missed: () => (unread === 0 && now() <= end ? null : flagFault("--timeout", `The time was over when ${read === 1 ? "1 file" : `${read} files`} had been read, so there is no verdict.`, "Give it more time, or check less.")),
  };
}
