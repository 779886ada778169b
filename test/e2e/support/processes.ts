import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Every process that was started from below that folder or works there: its command line, its working folder or its
 * environment names it. Postgres may keep its data elsewhere, but it inherits the environment. On Linux alone.
 */
export const processesOf = (folder: string): readonly string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const named = [command, readlinkSync(`/proc/${pid}/cwd`), readFileSync(`/proc/${pid}/environ`, "utf8")];
        return command !== "" && named.some((text) => text.includes(folder)) ? [`${pid} ${command}`] : [];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
