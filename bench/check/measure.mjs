// One run of a command under GNU time: CPU of it and of all that it starts, wall, peak memory.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const TIME = "/usr/bin/time";
const MARK = "measured";

/** CPU and wall in seconds, memory in MiB, how the command ended, and what the command wrote; throws where it could not be started. */
export function measure({ command, cwd }) {
  if (!existsSync(TIME)) throw new Error(`${TIME} (GNU time) is needed to measure`);
  const options = { cwd, encoding: "utf8", maxBuffer: 1 << 30, env: { ...process.env, NO_COLOR: "1", CI: "1" } };
  const { status, stdout, stderr } = spawnSync(TIME, ["-f", `${MARK} %U %S %e %M`, ...command], options);
  const figures = new RegExp(`${MARK} ([\\d.]+) ([\\d.]+) ([\\d.]+) (\\d+)\\s*$`).exec(stderr);
  if (figures === null) throw new Error(`${command.join(" ")} did not run:\n${stderr}`);
  const [user, system, wall, kib] = figures.slice(1).map(Number);
  return { cpu: user + system, wall, memory: kib / 1024, status, output: `${stdout}\n${stderr}` };
}

/** The median run by CPU of several. */
export function median(runs) {
  return [...runs].sort((a, b) => a.cpu - b.cpu)[Math.floor(runs.length / 2)];
}
