import { type Logger, type LoggerOptions, pino } from "pino";
import type { Log } from "../kernel/world.ts";

/** What is told of the field `error`. */
const plain = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error;

export interface RootLog extends Log {
  readonly fatal: Log["error"];
  /** The same log with fields that every line of it bears. */
  readonly with: (fields: Readonly<Record<string, unknown>>) => RootLog;
}

const over = (logger: Logger): RootLog => ({
  info: (message, fields = {}) => logger.info(fields, message),
  warn: (message, fields = {}) => logger.warn(fields, message),
  error: (message, fields = {}) => logger.error(fields, message),
  fatal: (message, fields = {}) => logger.fatal(fields, message),
  with: (fields) => over(logger.child(fields)),
});

const isLevel = (level: string): boolean => level === "silent" || Object.hasOwn(pino.levels.values, level);

/** One JSON object a line, time in UTC. A level that does not exist is `info`: the configuration tells. */
const optionsOf = (unit: string, level: string): LoggerOptions => ({
  level: isLevel(level) ? level : "info",
  base: { unit },
  messageKey: "message",
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { error: plain },
});

// What stdout does not take, on a full disk, is lost; the work goes on. Pino's own stream would try without end at the last line.
// Half a line may have been taken, so that the next one begins anew.
let isTorn = false;
process.stdout.on("error", () => {
  isTorn = true;
});
const lines = {
  write: (line: string): void => {
    const text = line;
    process.stdout.write(isTorn ? `\n${text}` : text);
    isTorn = false;
  },
};

/** The log of a unit on stdout. */
export const createLog = (unit: string, level: string): RootLog => over(pino(optionsOf(unit, level), lines));
