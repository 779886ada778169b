import type { Server } from "node:http";
import { Server as Listener } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ConfigError, type Environment, isDevelopment, readEnvironment } from "./config.ts";
import type { Check } from "./http/admin.ts";
import { createLog, type RootLog } from "./telemetry/log.ts";

type Stop = () => Promise<unknown>;

export interface Lifecycle {
  /** Remembers how to stop what has just been started; the last started is the first to stop. */
  readonly started: (name: string, stop: Stop) => void;
  /** When it takes no more connections, the server still answers on those that there are, and ends each with its answer. */
  readonly ending: (server: Server) => void;
  /** Fails from then on, so that whoever watches sends nothing more. */
  readonly check: Check;
  /** Tells that the end is near, and gives those who send requests the time to turn away. */
  readonly drain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Longer than proxies keep a connection that nobody uses, and than clusters take to hear that a process is not ready. */
const DRAIN_MS = 5_000;
/** For a request that is on its way over a connection that was just made. */
const LAST_REQUEST_MS = 500;
const PATIENCE_MS = 30_000; // longer than all that it may be at is allowed to take
const SWEEP_MS = 100;
/** A turn of the event loop in which no socket had anything to say takes less. */
const IDLE_TURN_MS = 0.2;
const MOST_TURNS = 5_000;

/** A listener that closes cuts off whoever waits to be taken; right after a turn without work nobody does. */
const nobodyWaits = async (): Promise<void> => {
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const before = performance.now();
    await nextTurn();
    if (performance.now() - before < IDLE_TURN_MS) return;
  }
};

const createLifecycle = (log: RootLog): Lifecycle => {
  const parts: { readonly name: string; readonly stop: Stop }[] = [];
  const servers: Server[] = [];
  let draining = false;
  let closed = false;
  return {
    started: (name, stop) => parts.push({ name, stop }),
    ending: (server) => {
      servers.push(server);
      server.prependListener("request", (_request, response) => {
        if (closed) response.shouldKeepAlive = false;
      });
    },
    check: {
      name: "told to stop",
      run: () => (draining ? Promise.reject(new Error("stopping")) : Promise.resolve()),
    },
    drain: async () => {
      draining = true;
      await sleep(DRAIN_MS);
      await nobodyWaits();
      // Only no new connections: the server's own way would cut those, too, whose request has not come yet. Those that were
      // kept end with their next answer from here on; had they ended before, a proxy would be making new ones at this very moment.
      for (const server of servers) Listener.prototype.close.call(server);
      closed = true;
      await sleep(LAST_REQUEST_MS);
    },
    stop: async () => {
      // An answer that began before told nobody of the end: its connection is kept, and may lie unused for a minute.
      setInterval(() => {
        for (const server of servers) server.closeIdleConnections();
      }, SWEEP_MS).unref();
      for (const part of parts.splice(0).reverse()) {
        await part.stop().catch((error: unknown) => log.error(`stopping ${part.name} failed`, { error }));
      }
    },
  };
};

/** Stops on a signal, when the parent that started us for development is gone, and after a fault that nobody caught. */
const stopWhenAsked = (lifecycle: Lifecycle, development: boolean, log: RootLog): void => {
  let stopping = false;
  const end = async (reason: string, code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info("stopping", { reason });
    // Nothing stands in front of a developer's process, and after a fault it is better gone.
    if (reason === "SIGTERM" && !development) await lifecycle.drain();
    setTimeout(() => process.exit(code === 0 ? 1 : code), PATIENCE_MS).unref();
    await lifecycle.stop();
    log.info("stopped");
    process.exit(code);
  };
  process.once("SIGTERM", () => void end("SIGTERM", 0));
  process.once("SIGINT", () => void end("SIGINT", 0));
  process.once("disconnect", () => {
    // Who read our log is gone with the parent, and an orderly exit would wait for ever to be read.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), PATIENCE_MS).unref();
    void lifecycle.stop().finally(() => process.kill(process.pid, "SIGKILL"));
  });
  for (const fault of ["uncaughtException", "unhandledRejection"] as const) {
    process.once(fault, (error: unknown) => {
      log.fatal("nobody caught this", { error });
      void end(fault, 1);
    });
  }
};

const isPortInUse = (error: unknown): error is Error => error instanceof Error && error.message.includes("EADDRINUSE");

/** The frame of every process: what starts is stopped in order at the end, and what cannot start says why. */
export const runUntilAsked = async (
  name: string,
  start: (env: Environment, lifecycle: Lifecycle, log: RootLog) => Promise<void>,
): Promise<void> => {
  const env = readEnvironment();
  const log = createLog(name, env["LOG_LEVEL"] ?? "info");
  const lifecycle = createLifecycle(log);
  try {
    stopWhenAsked(lifecycle, isDevelopment(env), log);
    await start(env, lifecycle, log);
    // For a parent that wants to know, as `npm run dev` does.
    process.send?.("ready");
  } catch (error) {
    if (error instanceof ConfigError) log.fatal(error.message);
    else if (isPortInUse(error)) log.fatal(`${error.message}; set PORT or ADMIN_PORT to a free one`);
    else log.fatal("could not start", { error });
    await lifecycle.stop();
    process.exit(1);
  }
};
