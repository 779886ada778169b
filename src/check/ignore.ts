import type { CheckOptions } from "../model/architecture.ts";
import type { Diagnostic, Location } from "../model/diagnostic.ts";
import type { IgnoreFact } from "./extract/fact.ts";
import type { ImportGraph, SourceFile } from "./graph.ts";
import { placeIn } from "./locate.ts";

export const IGNORE_RULES = ["ignore-without-reason", "unused-ignore"] as const;

interface Order extends IgnoreFact {
  readonly at: Location;
  used: boolean;
}

export interface KnownRules {
  readonly names: readonly string[];
  /** The name that a mistyped one most likely meant; null where none is near. */
  readonly nearest: (typed: string, names: readonly string[]) => string | null;
}

export interface Heeded {
  readonly found: readonly Diagnostic[];
  /** How many findings comments took out. */
  readonly ignored: number;
}

/**
 * Takes out what a comment `keybeam-ignore rule: reason` on the same line or the line above asks to, and adds a finding
 * for each such comment that names no rule, gives no reason or has nothing to ignore.
 */
export function applyIgnores(
  found: readonly Diagnostic[],
  { files }: ImportGraph,
  { rules }: CheckOptions,
  known: KnownRules,
): Heeded {
  const orders = new Map(files.filter(({ ignores }) => ignores.length > 0).map((file) => [file.path, ordersOf(file)]));
  if (orders.size === 0) return { found, ignored: 0 };
  const starts = statementStarts(files);
  const kept = found.filter(({ rule, at }) => {
    const line = starts.get(`${at.file}:${at.line}:${at.column}`) ?? at.line;
    const order = orders
      .get(at.file)
      ?.find((one) => one.rule === rule && one.reason !== "" && covers(one, line, at.line));
    if (order) order.used = true;
    return order === undefined;
  });
  const complaints = [...orders.values()].flat().flatMap((order) => complain(order, rules, known));
  return { found: [...kept, ...complaints], ignored: found.length - kept.length };
}

function ordersOf(file: SourceFile): readonly Order[] {
  return file.ignores.map((ignore) => ({
    ...ignore,
    at: { file: file.path, ...placeIn(file, ignore.start) },
    used: false,
  }));
}

/** The line on which the statement begins, for imports of which the specifier stands lines below. */
function statementStarts(files: readonly SourceFile[]): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const file of files) {
    if (file.ignores.length === 0) continue;
    for (const { fact } of file.edges) {
      const { line, column } = placeIn(file, fact.start);
      starts.set(`${file.path}:${line}:${column}`, placeIn(file, fact.keyword).line);
    }
  }
  return starts;
}

function covers({ at }: Order, first: number, last: number): boolean {
  return at.line >= first - 1 && at.line <= last;
}

function complain(order: Order, severities: CheckOptions["rules"], known: KnownRules): readonly Diagnostic[] {
  const id = order.rule === "" || order.reason === "" ? "ignore-without-reason" : "unused-ignore";
  const severity = severities.get(id);
  if (order.used || severity === "off") return [];
  const level = severity === "warn" || (severity === undefined && id === "unused-ignore") ? "warning" : "error";
  return [{ rule: id, severity: level, at: order.at, related: [], ...complaint(order, known) }];
}

function complaint({ rule, reason }: Order, { names, nearest }: KnownRules): Pick<Diagnostic, "message" | "help"> {
  if (rule === "") return { message: "This comment names no rule, so it ignores nothing.", help: "Write `keybeam-ignore <rule>: why this one is right`; each finding shows its rule." };
  if (!names.includes(rule)) {
    const near = nearest(rule, names);
    return { message: `There is no rule \`${rule}\`, so this comment ignores nothing.`, help: near === null ? "`keybeam explain` names all rules." : `Did you mean \`${near}\`?` };
  }
  if (reason === "") return { message: `This comment ignores ${rule} without a reason, so it ignores nothing.`, help: `Write \`keybeam-ignore ${rule}: why this one is right\`.` };
  return { message: `There is nothing of ${rule} to ignore here.`, help: "Take the comment out." };
}
