import type { Json } from "../../model/architecture.ts";

/** How a value is laid out. */
export interface Layout {
  /** Columns of the key that it stands behind. */
  readonly indent: number;
  /** By how much the spec indents. */
  readonly step: number;
  /** Whether a short value may stand on the line of its key, between brackets. */
  readonly short: boolean;
  /** Whether texts are quoted that need not be. */
  readonly quoted: boolean;
}

/** Characters of a line. */
export const widest = 120;
const deepest = 2;

/** A key with its value, as a spec has them; its first line is not indented, and there is no newline at the end. */
export function entryText(key: string, value: Json, layout: Layout): string {
  const head = `${scalarText(key)}:`;
  const inline = `${head} ${flowText(value, layout.quoted)}`;
  if (!isMap(value) || Object.keys(value).length === 0) return inline;
  if (layout.short && depthOf(value) <= deepest && layout.indent + inline.length <= widest) return inline;
  const indent = layout.indent + layout.step;
  const lines = Object.entries(value).map(([name, one]) => `${" ".repeat(indent)}${entryText(name, one, { ...layout, indent, short: true })}`);
  return [head, ...lines].join("\n");
}

/** A value on one line. */
export function flowText(value: Json, quoted = false): string {
  if (Array.isArray(value)) return `[${value.map((one) => flowText(one, quoted)).join(", ")}]`;
  if (!isMap(value)) return quoted ? JSON.stringify(value) : scalarText(value);
  const entries = Object.entries(value).map(([key, one]) => `${scalarText(key)}: ${flowText(one, quoted)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Plain where every reader of YAML takes it for the same text, else quoted. */
function scalarText(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const plain = begins.test(value) && !/[^\w .()|=>*%/:-]|:(?!\w)|[ :]$/.test(value) && !oldWords.test(value);
  return plain ? value : JSON.stringify(value);
}

/** A letter, or a number with its unit. */
const begins = /^(?:[A-Za-z]|\d+(?:ms|[smhdy]|[KMG]iB|%|\/(?:s|min|h|d))(?!\w))/;

/** What one reader of YAML or another takes for something else. */
const oldWords = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const isMap = (value: Json): value is { readonly [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

/** Maps within maps. */
function depthOf(value: Json): number {
  return isMap(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}
