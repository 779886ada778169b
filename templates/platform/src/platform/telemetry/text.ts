import { checked } from "../kernel/json.ts";

type Fields = Readonly<Record<string, unknown>>;

const PLAIN = /^[\w.:/@+-]+$/;
/** Whatever a value holds, no line of it looks like a line of the log. */
const INDENT = "\n    ";

interface Fault {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

const isFault = (value: unknown): value is Fault =>
  typeof value === "object" && value !== null && "stack" in value && typeof value.stack === "string";

/** A stack begins with the message, unless that was taken out for what it held. */
const told = ({ name, message, stack }: Fault): string =>
  stack.includes(message) ? stack : `${name}: ${message}\n${stack}`;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Control characters and breaks of lines as their escapes. */
const shown = (value: unknown): string =>
  typeof value === "string" && PLAIN.test(value)
    ? value
    : JSON.stringify(value).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, escaped);

const indented = (text: string): string =>
  text.replaceAll(/\r\n|[\n\p{Zl}\p{Zp}]/gu, INDENT).replaceAll(/[^\n\P{Cc}]/gu, escaped);

/**
 * A line of JSON as people read it: `2026-01-31T09:00:00.000Z INFO shop request method=GET status=200`, the stacks of
 * errors below it.
 */
export const readableLine = (line: string): string => {
  const { time, level, unit, message, ...fields } = checked<Fields>(JSON.parse(line));
  const faults = Object.values(fields).filter(isFault);
  const details = Object.entries(fields)
    .filter(([, value]) => !isFault(value))
    .map(([name, value]) => `${name}=${shown(value)}`);
  const head = [time, String(level).toUpperCase(), unit, indented(String(message)), ...details].join(" ");
  return `${[head, ...faults.map((fault) => indented(told(fault)))].join(INDENT)}\n`;
};
