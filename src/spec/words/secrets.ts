import type { Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { problem, shown } from "../diagnose.ts";
import { parseField } from "../types/syntax.ts";
import { child, isList, isMap, keysIn, placeOf, type Tree } from "../tree.ts";

const secretForms =
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\b[sr]k_live_\w{10,}|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.|\bAIza[\w-]{30,}|:\/\/[^\s/:@]+:[^\s/@]+@/;
const words =
  "password|passwd|passphrase|secret|secretkey|clientsecret|privatekey|apikey|accesskey|token|accesstoken|credentials?|bearer|basic";
const secretKeys = new RegExp(`^(${words})$`, "i");
const keyWithValue = new RegExp(`(\\b(?:${words})["']?[ \\t]*:[ \\t]*)("[^"\\n]*"?|'[^'\\n]*'?|[^\\s"',{}]+)`, "gi");
const environmentName = /^[A-Z][A-Z0-9_]*$/;
/** In these maps a `password` is a name that the spec gives, and what stands behind it is a type or a reference. */
const naming = new Set(["fields", "input", "output", "operations", "roles", "policies", "rules", "undo"]);

/** Secrets that stand in the spec. What they are is never said again. */
export function findSecrets(tree: Tree): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(tree.data, "", (value, pointer) => {
    const [key = "", parent = "", above = ""] = [...keysIn(pointer)].reverse();
    const names = naming.has(parent) || above === "types" || above === "transitions";
    const named = secretKeys.test(key) && !names && !environmentName.test(value);
    if (!named && !secretForms.test(value)) return;
    found.push(
      problem("secret-in-spec", placeOf(tree, pointer), `A secret seems to stand behind ${shown(key)}.`, {
        help: "Write the name of an environment variable such as `PAY_TOKEN` here, and change the secret: it has been in a file.",
      }),
    );
  });
  return found;
}

/** The text of a spec as it may be shown, with stars for all that looks like a secret. Lines and columns stay. */
export function hideSecrets(text: string): string {
  const stars = (secret: string): string => "*".repeat(secret.length);
  return text
    .replace(new RegExp(secretForms.source, "g"), stars)
    .replace(/[A-Za-z0-9+/]{40,}={0,2}/g, stars)
    .replace(keyWithValue, (whole, key: string, value: string) =>
      environmentName.test(value) || isType(value) ? whole : key + stars(value),
    );
}

function isType(value: string): boolean {
  const field = parseField(value);
  return !("rule" in field);
}

function visit(node: Json, pointer: string, look: (value: string, pointer: string) => void): void {
  if (typeof node === "string") look(node, pointer);
  else if (isList(node))
    node.forEach((item, index) => {
      visit(item, child(pointer, index), look);
    });
  else if (isMap(node)) for (const [key, value] of Object.entries(node)) visit(value, child(pointer, key), look);
}
