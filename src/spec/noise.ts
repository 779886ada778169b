import type { Diagnostic } from "../model/diagnostic.ts";

const mostShown = 200;

/** What is said of a value only because YAML's part in it was refused. */
const afterRefusal = new Set(["wrong-type", "wrong-value", "bad-name", "bad-default", "bad-type"]);

/** Findings that say nothing new where another stands at the same place. */
const echoes: readonly (readonly [echo: string, source: string])[] = [
  ["number-form", "wrong-type"],
  ["unquoted-value", "wrong-type"],
  ["wrong-type", "bad-name"],
  ["bad-name", "unknown-key"],
];

/**
 * By place in the file, each saying once. A line that holds a secret is spoken of once only, by the finding that hides it;
 * of very many findings the first are shown, with a last one that counts the others.
 */
export function inOrder(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const secret = new Set(found.filter((one) => one.rule === "secret-in-spec").map((one) => one.at.line));
  const said = new Set<string>();
  const places = new Map(found.map((one) => [`${one.rule} ${placeOf(one)}`, one]));
  const refused = new Set(
    found.filter((one) => one.rule === "yaml-anchor" || one.rule === "yaml-tag").map((one) => one.at.line),
  );
  const echoed = (one: Diagnostic): boolean =>
    (refused.has(one.at.line) && afterRefusal.has(one.rule)) ||
    echoes.some(([echo, source]) => one.rule === echo && places.has(`${source} ${placeOf(one)}`));
  const sorted = [...found]
    .sort(
      (a, b) => a.at.line - b.at.line || a.at.column - b.at.column || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
    )
    .filter((one) => one.rule === "secret-in-spec" || !secret.has(one.at.line))
    .filter((one) => !echoed(one))
    .filter((one) => {
      const key = one.rule.startsWith("yaml-")
        ? `${one.rule} ${one.at.line}`
        : `${one.rule} ${placeOf(one)} ${one.message}`;
      return !said.has(key) && said.add(key);
    });
  const [last] = sorted.slice(mostShown);
  if (last === undefined) return sorted;
  const severity = sorted.slice(mostShown).some((one) => one.severity === "error") ? "error" : "warning";
  return [
    ...sorted.slice(0, mostShown),
    {
      ...last,
      severity,
      rule: "too-many-problems",
      message: `There are ${sorted.length - mostShown} problems more from here on.`,
      related: [],
      help: "Mend the first ones, and run again.",
    },
  ];
}

function placeOf({ at }: Diagnostic): string {
  return `${at.line}:${at.column}`;
}
