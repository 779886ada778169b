import { ConfigError, type Environment, readEnvironment } from "./config.ts";
import { createLog, type RootLog } from "./telemetry/log.ts";

type Stop = () => Promise<unknown>;

export interface Lifecycle {
  /** Remembers how to stop what has just been started; the last started is the first to stop. */
  readonly started: (name: string, stop: Stop) => void;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 10_000;

const createLifecycle = (log: RootLog): Lifecycle => {
  const parts: { readonly name: string; readonly stop: Stop }[] = [];
  return {
    started: (name, stop) => parts.push({ name, stop }),
    stop: async () => {
      for (const part of parts.splice(0).reverse()) {
        await part.stop().catch((error: unknown) => log.error(`stopping ${part.name} failed`, { error }));
      }
    },
  };
};

/** Stops on a signal, when the parent that started us for development is gone, and after a fault that nobody caught. */
const stopWhenAsked = (lifecycle: Lifecycle, log: RootLog): void => {
  let stopping = false;
  const end = async (reason: string, code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info("stopping", { reason });
    setTimeout(() => process.exit(code === 0 ? 1 : code), PATIENCE_MS).unref();
    await lifecycle.stop();
    log.info("stopped");
    process.exit(code);
  };
  process.once("SIGTERM", () => void end("SIGTERM", 0));
  process.once("SIGINT", () => void end("SIGINT", 0));
  process.once("disconnect", () => void end("the parent is gone", 0));
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
    stopWhenAsked(lifecycle, log);
    await start(env, lifecycle, log);
  } catch (error) {
    if (error instanceof ConfigError) log.fatal(error.message);
    else if (isPortInUse(error)) log.fatal(`${error.message}; set PORT or ADMIN_PORT to a free one`);
    else log.fatal("could not start", { error });
    await lifecycle.stop();
    process.exit(1);
  }
};
