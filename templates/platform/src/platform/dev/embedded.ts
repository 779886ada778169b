import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { checked } from "../kernel/json.ts";
import { controlOf, controlPath, holderOf } from "./lock.ts";

export interface EmbeddedPostgres {
  readonly urlOf: (database: string) => string;
  /** Lets go of the server; it stops when its last user has. */
  readonly release: () => void;
}

const PATIENCE_MS = 60_000;
const STEP_MS = 20;
const STEPS_BETWEEN_KEEPERS = 100;

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, STEP_MS));

const startKeeper = async (folder: string): Promise<void> => {
  // Needed here alone, and where there is nothing of development nobody comes here.
  const { bundle } = await import("./bundle.ts");
  await bundle({ keeper: fileURLToPath(new URL("keeper.ts", import.meta.url)) }, folder);
  spawn(process.execPath, [join(folder, "keeper.mjs"), folder], { detached: true, stdio: "ignore" }).unref();
};

const reach = (control: string): Promise<Socket | null> =>
  new Promise((done) => {
    const socket = connect(control);
    socket.once("connect", () => done(socket));
    socket.once("error", () => done(null));
  });

const firstLine = async (socket: Socket): Promise<string | null> => {
  for await (const line of createInterface({ input: socket })) return line;
  return null;
};

const faultIn = (folder: string): string => {
  const file = join(folder, "keeper.log");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
};

const heldIn = (folder: string): string => {
  const holder = holderOf(join(folder, "keeper.lock"));
  return holder === null ? "" : ` The process ${holder} keeps it and does not answer.`;
};

/** Connects to the keeper, and starts one where there is none. */
const hold = async (folder: string): Promise<Socket> => {
  rmSync(join(folder, "keeper.log"), { force: true });
  for (let step = 0; step * STEP_MS < PATIENCE_MS; step += 1) {
    const socket = await reach(controlOf(join(folder, "keeper.lock")) || controlPath(folder));
    if (socket !== null) return socket;
    if (faultIn(folder) !== "") break;
    if (step % STEPS_BETWEEN_KEEPERS === 0) await startKeeper(folder);
    await pause();
  }
  throw new Error(faultIn(folder) || `The embedded Postgres in ${folder} did not start.${heldIn(folder)}`);
};

/**
 * The real Postgres, for development and tests, with its data in this folder. A running one is shared.
 * @throws where it does not start; the message says why
 */
export const useEmbeddedPostgres = async (folderName: string): Promise<EmbeddedPostgres> => {
  const folder = resolve(folderName);
  const socket = await hold(folder);
  const line = await firstLine(socket);
  if (line === null) throw new Error("The embedded Postgres is stopping; try again.");
  const { port, password } = checked<{ readonly port: number; readonly password: string }>(JSON.parse(line));
  const urlOf = (database: string): string => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  socket.unref();
  return { urlOf, release: () => socket.destroy() };
};
