import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../bin/keybeam.js", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end and keeps what it said. */
export const run = (command: string, args: readonly string[], { cwd, env = {} }: RunOptions): Ended => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
};

/** Runs a command that must succeed; otherwise all that it said is the message. */
export const mustRun = (command: string, args: readonly string[], options: RunOptions): Ended => {
  const ended = run(command, args, options);
  if (ended.status !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${ended.status}\n${ended.stdout}\n${ended.stderr}`);
  return ended;
};

/** The built keybeam, as a user runs it. */
export const keybeam = (args: readonly string[], options: RunOptions): Ended =>
  mustRun(process.execPath, [bin, ...args], options);

export interface Running {
  readonly pid: number;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
  /** To all of its group, as a terminal sends Ctrl-C. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** To the process alone, as `kill -9` does. */
  readonly signalAlone: (signal: NodeJS.Signals) => void;
}

/** Starts a command that goes on, in a group of its own. */
export const start = (command: string, args: readonly string[], { cwd, env = {} }: RunOptions): Running => {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} does not start`);
  return {
    pid,
    output: () => said.join(""),
    exited: new Promise((resolve) => child.once("exit", resolve)),
    signal: (signal) => process.kill(-pid, signal),
    signalAlone: (signal) => child.kill(signal),
  };
};
