import type { RootLog } from "./telemetry/log.ts";

type Stop = () => Promise<unknown>;

export interface Lifecycle {
  /** Remembers how to stop what has just been started; the last started is the first to stop. */
  readonly started: (name: string, stop: Stop) => void;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 10_000;

export const createLifecycle = (log: RootLog): Lifecycle => {
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
export const stopWhenAsked = (lifecycle: Lifecycle, log: RootLog): void => {
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
