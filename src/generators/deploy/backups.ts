import type { Architecture } from "../../model/architecture.ts";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

const minutesOf = (ms: number): number => Math.max(1, Math.round(ms / MINUTE_MS));

/** What `backup.sh` and the compose file say of backups; null where the spec asks for none. */
export const backupsView = ({ backups }: Architecture) => {
  if (backups === null) return null;
  const everyMinutes = minutesOf(backups.everyMs);
  // It is looked often enough that a backup is late by a tenth of its time at most, or by an hour.
  const tickMinutes = Math.min(HOUR_MINUTES, Math.max(1, Math.floor(everyMinutes / 10)));
  return {
    everyMinutes,
    keepMinutes: minutesOf(backups.keepMs),
    restoreMinutes: backups.restoreTestMs === null ? null : minutesOf(backups.restoreTestMs),
    tickMinutes,
    tickSeconds: tickMinutes * 60,
  };
};
