import type { Architecture, Json } from "../model/architecture.ts";
import type { Diagnostic, Location, Outcome } from "../model/diagnostic.ts";
import { atValues } from "./at-value.ts";
import { believable, type Lost, lostIn, withLost } from "./lost.ts";
import { inOrder } from "./noise.ts";
import { normalise } from "./normalise/index.ts";
import { emptySpec, notAMap, parse } from "./parse/index.ts";
import { readText } from "./read/text.ts";
import { specRules } from "./rules/index.ts";
import { danglingNames, unknownName } from "./rules/unknown-name.ts";
import { checkShape } from "./schema/index.ts";
import { singularsMeant } from "./singulars.ts";
import { isMap, pruned, type Tree } from "./tree.ts";
import { checkAmounts } from "./words/amounts.ts";
import { checkNames } from "./words/names.ts";
import { findSecrets } from "./words/secrets.ts";
import { checkValues } from "./words/values.ts";

export { type Added, type Addition, addToSpec, flowValue } from "./edit/add.ts";
export { type Additions, additionsFor, type DetailName, type Details, type KindName } from "./edit/additions.ts";
export { keptSpec, readKept } from "./kept.ts";
export { type Extraction, extractService } from "./edit/extract.ts";
export { locate } from "./facts/place.ts";
export { specRules } from "./rules/index.ts";
export { languageSchema } from "./schema/index.ts";
export { ungenerated } from "./ungenerated.ts";
export { hideSecrets } from "./words/secrets.ts";

/**
 * The text or the bytes of a spec → its architecture, and all that there is to say about it, in the order of the file.
 * No architecture where anything is an error. `file` is the path that diagnostics name; nothing is read from disk.
 */
export function readSpec(input: string | Uint8Array, file: string): Outcome<Architecture> {
  const top: Location = { file, line: 1, column: 1 };
  const [text, unreadable] = readText(input, top);
  if (text === null) return [null, unreadable];
  const [tree, refused] = parse(text, top);
  if (tree === null) return [null, inOrder(refused)];
  if (tree.data === null) return [null, inOrder([...refused, emptySpec(top)])];
  if (!isMap(tree.data)) return [null, inOrder([...refused, notAMap(tree)])];
  const [architecture, found] = understand(tree);
  const all = atValues(inOrder([...refused, ...(refused.some(({ rule }) => rule === "duplicate-key") ? found.filter(isOfItself) : found)]), tree);
  return [all.some((one) => one.severity === "error") ? null : architecture, all];
}

/** Whether a finding speaks of a value by itself: what stood under a key's second place was not read, so that names may only seem to be missing. */
const isOfItself = ({ rule }: Diagnostic): boolean => !deduced.has(rule);

const deduced: ReadonlySet<string> = new Set(specRules.map(({ id }) => id));

/** What does not fit is left out, so that the rest is still read and all problems come in one run. */
function understand(tree: Tree): readonly [Architecture, readonly Diagnostic[]] {
  const misfits = checkShape(tree);
  const names = checkNames(tree);
  const pointers = new Set([...misfits.pointers, ...names.pointers]);
  const written = pruned(tree, pointers);
  const [architecture, deduced] = deduce(written, lostIn(tree.data, pointers));
  return [
    architecture,
    [
      ...misfits.diagnostics,
      ...names.diagnostics,
      ...checkAmounts(tree),
      ...checkValues(written),
      ...findSecrets(tree),
      ...deduced,
    ],
  ];
}

/** First what names and types stand for; then, without those that stand for nothing, what the rules find in the rest. */
function deduce(tree: Tree, lost: Lost): readonly [Architecture, readonly Diagnostic[]] {
  const [whole, senseless, untyped] = normalise(tree);
  const dangling = danglingNames(whole, tree.data);
  const first = [...senseless, ...dangling.map(({ diagnostic }) => diagnostic)].filter((one) => believable(one, lost));
  const loose = new Set([...untyped, ...dangling.map(({ pointer }) => pointer)]);
  const rest = pruned(tree, loose);
  const [sound] = loose.size === 0 ? [whole] : normalise(rest);
  const unsure = withLost(lost, tree.data, loose, first);
  const then = ruled(sound, rest.data).filter((one) => believable(one, unsure));
  return [whole, singularsMeant([...first, ...then], whole)];
}

/** The rules on specs of which `check.rules` may change the severity. */
export const switchableRules: readonly string[] = specRules.filter(({ severity }) => severity === "warning").map(({ id }) => id);

/** What the rules find. `check.rules` may raise or silence a warning; an error stays one, for nothing can be made of it. */
function ruled(architecture: Architecture, spec: Json): readonly Diagnostic[] {
  const others = specRules.filter((rule) => rule !== unknownName);
  return others.flatMap((rule): readonly Diagnostic[] => {
    const wish = rule.severity === "warning" ? architecture.check.rules.get(rule.id) : undefined;
    if (wish === "off") return [];
    const found = rule.find(architecture, spec);
    return wish === "error" ? found.map((one) => ({ ...one, severity: "error" })) : found;
  });
}
