import type { Diagnostic } from "../../model/diagnostic.ts";
import { problem, shown } from "../diagnose.ts";
import { maxName } from "../read/limits.ts";
import { type Found, isList, isMap, placeOf, select, textOf, type Tree } from "../tree.ts";
import { type NameKind, takenBecause } from "./reserved.ts";

type Style = "kebab" | "pascal" | "camel";

const forms: Readonly<Record<Style, readonly [form: RegExp, words: string]>> = {
  kebab: [/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "kebab-case such as `order-lines`"],
  pascal: [/^[A-Z][A-Za-z0-9]*$/, "PascalCase such as `OrderLine`"],
  camel: [/^[a-z][A-Za-z0-9]*$/, "camelCase such as `placeOrder`"],
};

/** Every place where the spec gives a name, as a key. */
const declared: readonly (readonly [pattern: string, kind: NameKind, style: Style])[] = [
  ["services/*", "service", "kebab"],
  ["services/*/entities/*", "entity", "pascal"],
  ["services/*/types/*", "type", "pascal"],
  ["services/*/events/*", "event", "pascal"],
  ["services/*/operations/*", "operation", "camel"],
  ["services/*/jobs/*", "job", "camel"],
  ["services/*/operations/*/errors/*", "error", "pascal"],
  ["services/*/entities/*/fields/*", "entity field", "camel"],
  ["services/*/entities/*/transitions/*/*", "transition", "camel"],
  ["services/*/types/*/*", "field", "camel"],
  ["services/*/events/*/fields/*", "field", "camel"],
  ["services/*/operations/*/input/*", "field", "camel"],
  ["services/*/operations/*/output/*", "field", "camel"],
  ["queues/*", "queue", "kebab"],
  ["integrations/*", "integration", "kebab"],
  ["integrations/*/operations/*", "operation", "camel"],
  ["integrations/*/operations/*/input/*", "field", "camel"],
  ["integrations/*/operations/*/output/*", "field", "camel"],
  ["auth/roles/*", "role", "camel"],
  ["auth/policies/*", "policy", "camel"],
  ["deploy/units/*", "unit", "kebab"],
];

/** Names that are written badly or taken, and the nodes to leave out. */
export function checkNames(tree: Tree): {
  readonly diagnostics: readonly Diagnostic[];
  readonly pointers: ReadonlySet<string>;
} {
  const diagnostics: Diagnostic[] = [];
  const pointers = new Set<string>();
  const add = (found: Found, name: string, kind: NameKind, style: Style): void => {
    const diagnostic = nameProblem(name, kind, style, found.pointer, tree);
    if (diagnostic === null) return;
    diagnostics.push(diagnostic);
    if (diagnostic.rule !== "reserved-name") pointers.add(found.pointer);
  };
  for (const [pattern, kind, style] of declared) {
    for (const found of select(tree.data, pattern)) {
      const listed = /^\d+$/.test(found.key) && kind === "error" && textOf(found.value) !== undefined;
      if (isActionKey(found, kind)) continue;
      add(found, listed ? (textOf(found.value) ?? "") : found.key, kind, style);
    }
  }
  for (const found of select(tree.data, "layers/*")) layerName(found, tree, diagnostics, pointers);
  for (const found of select(tree.data, "name"))
    if (!isMap(found.value) && !isList(found.value)) add(found, String(found.value), "system", "kebab");
  return { diagnostics, pointers };
}

/** `Order.delete` under `operations` gives keys to a resource action. */
function isActionKey(found: Found, kind: NameKind): boolean {
  return kind === "operation" && /^[A-Z][A-Za-z0-9]*\.(list|get|create|update|delete)$/.test(found.key);
}

function layerName(found: Found, tree: Tree, diagnostics: Diagnostic[], pointers: Set<string>): void {
  if (
    /^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/.test(found.key) &&
    found.key.length <= maxName &&
    !["on", "off", "yes", "no", "null", "true", "false"].includes(found.key)
  )
    return;
  diagnostics.push(
    problem("bad-name", placeOf(tree, found.pointer), `${shown(found.key)} is no name of a layer.`, {
      help: "Write a plain name such as `api` or `use-cases`.",
    }),
  );
  pointers.add(found.pointer);
}

function nameProblem(name: string, kind: NameKind, style: Style, pointer: string, tree: Tree): Diagnostic | null {
  const at = placeOf(tree, pointer);
  if (name.length > maxName) {
    return problem(
      "name-too-long",
      at,
      `The name of this ${noun(kind)} has ${name.length} characters; ${maxName} are allowed.`,
      { help: "Shorten it." },
    );
  }
  const taken = takenBecause(name, kind);
  if (taken !== null)
    return problem("reserved-name", at, `${shown(name)} cannot be the name of ${article(noun(kind))}: ${taken}.`, {
      help: "Choose another name.",
    });
  const [form, words] = forms[style];
  if (form.test(name)) return null;
  return problem("bad-name", at, `${shown(name)} is no name of ${article(noun(kind))}: those are ${words}.`, {
    help: suggestion(name, style),
  });
}

function noun(kind: NameKind): string {
  return kind === "entity field" ? "field" : kind;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function suggestion(name: string, style: Style): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const written =
    style === "kebab"
      ? words.join("-")
      : style === "pascal"
        ? capital
        : capital.charAt(0).toLowerCase() + capital.slice(1);
  return forms[style][0].test(written) && /^[\w\s-]+$/.test(name)
    ? `Write ${shown(written)}.`
    : "Use ASCII letters and digits, a letter first.";
}
