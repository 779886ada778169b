import type { Diagnostic } from "../model/diagnostic.ts";
import { isObject, readJsonObject } from "./json.ts";

/** Findings that are accepted for now. What tells them apart is rule, file and target, never the line. */
export type Baseline = readonly Accepted[];

export interface Accepted {
  readonly rule: string;
  readonly file: string;
  readonly target: string;
  /** How many findings of that kind there may be. */
  readonly count: number;
}

export interface Held {
  /** What the baseline does not accept, as it came. */
  readonly fresh: readonly Diagnostic[];
  /** The part of the baseline that is still needed. */
  readonly left: Baseline;
  readonly known: number;
  readonly fixed: number;
}

/** All findings of a run, accepted; sorted. */
export function baselineOf(found: readonly Diagnostic[]): Baseline {
  const counts = new Map<string, Accepted>();
  for (const one of found) {
    const { rule, file, target } = identity(one);
    const key = keyOf({ rule, file, target });
    counts.set(key, { rule, file, target, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return sorted([...counts.values()]);
}

function sorted(baseline: Baseline): Baseline {
  return [...baseline].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * Takes out the findings that a baseline accepts: of equal ones the first, in the order of the file. Of a file that was not read nobody knows
 * what is fixed, so its entries stay.
 */
export function holdAgainst(found: readonly Diagnostic[], baseline: Baseline, isUnread: (path: string) => boolean): Held {
  const unread = baseline.filter(({ file }) => isUnread(file));
  const open = new Map(baseline.filter(({ file }) => !isUnread(file)).map((one) => [keyOf(one), one.count]));
  const known: Diagnostic[] = [];
  const fresh = found.filter((one) => {
    const key = keyOf(identity(one));
    const count = open.get(key) ?? 0;
    if (count === 0) return true;
    open.set(key, count - 1);
    known.push(one);
    return false;
  });
  const fixed = [...open.values()].reduce((sum, count) => sum + count, 0);
  return { fresh, left: sorted([...baselineOf(known), ...unread]), known: known.length, fixed };
}

/** One finding a line, so that a diff shows what went. */
export function baselineText(baseline: Baseline): string {
  const lines = baseline.map(({ count, ...one }) => `    ${JSON.stringify(count === 1 ? one : { ...one, count })}`);
  return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

/** Reads what `baselineText` wrote; null where it is something else. */
export function readBaseline(text: string): Baseline | null {
  const data = readJsonObject(text);
  if (data === null || data.version !== 1 || !Array.isArray(data.findings)) return null;
  const findings = data.findings.map(readAccepted);
  return findings.every((one) => one !== null) ? findings : null;
}

function readAccepted(value: unknown): Accepted | null {
  if (!isObject(value)) return null;
  const { rule, file, target, count = 1 } = value;
  const isCount = typeof count === "number" && Number.isSafeInteger(count) && count > 0;
  if (typeof rule !== "string" || typeof file !== "string" || typeof target !== "string" || !isCount) return null;
  return { rule, file, target, count };
}

function identity({ rule, at, target, message }: Diagnostic): Omit<Accepted, "count"> {
  return { rule, file: at.file, target: target ?? message };
}

/** What tells a finding apart, whatever its line. */
export const keyOfFinding = (finding: Diagnostic): string => keyOf(identity(finding));

const keyOf = ({ rule, file, target }: Omit<Accepted, "count">): string => [file, rule, target].join("\0");
