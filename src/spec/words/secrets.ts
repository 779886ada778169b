import type { Json } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { problem, shown } from "../diagnose.ts";
import { child, isList, isMap, keysIn, placeOf, type Tree } from "../tree.ts";

const secretForms = /\b(AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\b[sr]k_live_\w{10,}|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.|\bAIza[\w-]{30,}|:\/\/[^\s/:@]+:[^\s/@]+@/;
const secretKeys = /^(password|passwd|passphrase|secret|secretkey|clientsecret|privatekey|apikey|accesskey|token|accesstoken|credentials?|bearer|basic)$/i;
/** Below these keys a `password` is the name of a field, and what stands behind it is a type. */
const typed = new Set(["fields", "input", "output", "types", "transitions", "operations", "roles", "policies", "resources", "rules"]);

/** Secrets that stand in the spec. What they are is never said again. */
export function findSecrets(tree: Tree): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(tree.data, "", (value, pointer) => {
    const keys = keysIn(pointer);
    const key = keys.at(-1) ?? "";
    const named = secretKeys.test(key) && !keys.slice(0, -1).some((one) => typed.has(one)) && !/^[A-Z][A-Z0-9_]*$/.test(value);
    if (!named && !secretForms.test(value)) return;
    found.push(
      problem("secret-in-spec", placeOf(tree, pointer), `A secret seems to stand behind ${shown(key)}.`, {
        help: "Write the name of an environment variable such as `PAY_TOKEN` here, and change the secret: it has been in a file.",
      }),
    );
  });
  return found;
}

function visit(node: Json, pointer: string, look: (value: string, pointer: string) => void): void {
  if (typeof node === "string") look(node, pointer);
  else if (isList(node)) node.forEach((item, index) => {
    visit(item, child(pointer, index), look);
  });
  else if (isMap(node)) for (const [key, value] of Object.entries(node)) visit(value, child(pointer, key), look);
}
