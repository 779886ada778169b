import { checked } from "../kernel/json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Told by the line itself, or of use to machines alone. */
const SILENT = new Set(["level", "time", "unit", "message", "traceId", "requestId", "stack"]);

const parse = (line: string): Fields | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? checked<Fields>(value) : null;
  } catch {
    return null;
  }
};

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const isFault = (value: unknown): value is { readonly stack: string } =>
  typeof value === "object" && value !== null && "stack" in value;

/** `POST /v1/orders 201 12.5 ms`, and for all else the message; then what goes with it. */
const told = ({ method, route, status, durationMs, ...fields }: Fields): string => {
  const isRequest = fields["message"] === "request";
  const head = isRequest ? `${method} ${route} ${status} ${durationMs} ms` : text(fields["message"] ?? "");
  const rest = isRequest ? fields : { ...fields, method, route, status, durationMs };
  const shown = Object.entries(rest).filter(([name, value]) => !SILENT.has(name) && value !== undefined);
  const faults = shown.flatMap(([, value]) => (isFault(value) ? [value.stack] : []));
  const details = shown.flatMap(([name, value]) => (isFault(value) ? [] : [`${name}=${text(value)}`]));
  return [[head, ...details].join("  "), ...faults].join("\n");
};

/** One line of a log as people read it, under the name of its unit; what is no log goes through as it is. */
export const readable = (unit: string, width: number, line: string): string => {
  const fields = parse(line);
  // A process that runs the functions of several units names each in its lines.
  const prefix = `${text(fields?.["unit"] ?? unit).padEnd(width)} |`;
  if (fields === null) return `${prefix} ${line}`;
  const time = text(fields["time"] ?? "").slice(11, 19);
  const level = text(fields["level"] ?? "info");
  const lines = `${level === "info" ? "" : `${level.toUpperCase()} `}${told(fields)}`.split("\n");
  return lines.map((one, index) => `${prefix} ${index === 0 ? `${time} ` : ""}${one}`).join("\n");
};
