import pg from "pg";

const { builtins } = pg.types;

/** `2026-01-31 12:00:00.5+00` → `2026-01-31T12:00:00.500Z`; sessions are in UTC. */
const timestamp = (text: string): string => {
  const [, date, time, fraction = ""] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(text) ?? [];
  return `${date}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
};

/** A count fits a number; what does not stays text, rather than wrong. */
const bigint = (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

const bytes = (text: string): string => Buffer.from(text.slice(2), "hex").toString("base64");

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, timestamp],
  [builtins.DATE, (text) => text],
  [builtins.INT8, bigint],
  [builtins.NUMERIC, (text) => text],
  [builtins.BYTEA, bytes],
]);

/** Values as they are in contracts: times are RFC 3339 text, dates and decimals text, bytes base64. */
export const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  parsers.get(oid) ?? (format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, "text"));
