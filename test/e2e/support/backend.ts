import { type Client, clientOf } from "./api.ts";
import { mustRun, type Running, start } from "./command.ts";
import { processesOf } from "./processes.ts";
import type { Project } from "./project.ts";
import { eventually, freePorts } from "./wait.ts";

export interface Backend {
  readonly process: Running;
  /** The unit at this place in the order of the spec. */
  readonly unit: (index: number) => Client;
  /** Where it listens. */
  readonly urlOf: (index: number) => string;
  /** A token for development. */
  readonly tokenOf: (role: string, user: string) => string;
}

/** `npm run dev`, until every unit says that it is ready. */
export const develop = async (
  { folder }: Project,
  units = 1,
  more: Readonly<Record<string, string>> = {},
): Promise<Backend> => {
  const port = await freePorts(2 * units);
  const adminPort = port + units;
  const env = { PORT: String(port), ADMIN_PORT: String(adminPort), LOG_LEVEL: "warn", ...more };
  const process = start("npm", ["run", "--silent", "dev"], { cwd: folder, env });
  let ended = false;
  void process.exited.then(() => {
    ended = true;
  });
  for (let index = 0; index < units; index += 1) {
    await eventually(`unit ${index} is ready`, async () => {
      if (ended) return true;
      return (await fetch(`http://127.0.0.1:${adminPort + index}/readyz`)).ok;
    });
  }
  // What it said last is on its way still when it has ended.
  if (ended) await new Promise((resolve) => setTimeout(resolve, 500));
  if (ended) throw new Error(`npm run dev ended:\n${process.output()}`);
  return {
    process,
    unit: (index) => clientOf(`http://127.0.0.1:${port + index}`),
    urlOf: (index) => `http://127.0.0.1:${port + index}`,
    tokenOf: (role, user) =>
      mustRun("npm", ["run", "--silent", "token", "--", "--role", role, "--user", user], { cwd: folder }).stdout.trim(),
  };
};

/** Waits until nothing of the project runs any more. */
export const nothingRuns = ({ folder }: Project): Promise<boolean> =>
  eventually(
    `nothing runs in ${folder}; still there: ${processesOf(folder).join("; ")}`,
    async () => processesOf(folder).length === 0,
  );
