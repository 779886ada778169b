import { readFileSync } from "node:fs";

/** A file with one import of a form of its own. */
export interface FormCase {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** The form of its fact, and ` type` where it is of types only. */
  readonly kind: string;
  /** Offsets of the specifier, quotes included. */
  readonly start: number;
  readonly end: number;
  /** The file it leads to. */
  readonly to: string;
}

/** Every form of import, each in a file of its own, and the other files of a project in which all of them lead somewhere. */
export function readForms(fixture: URL): { readonly cases: readonly FormCase[]; readonly files: ReadonlyMap<string, string> } {
  const sections = readFileSync(fixture, "utf8").split(/^=== /m).slice(1);
  const files = new Map<string, string>();
  const cases: FormCase[] = [];
  for (const section of sections) {
    const head = section.slice(0, section.indexOf("\n"));
    const body = section.slice(head.length + 1);
    const [path = "", name, kind = "", to = ""] = head.split(" | ");
    const text = body.replace(/[«»]/g, "");
    files.set(path, text);
    if (name === undefined) continue;
    cases.push({ name, path, text, kind, start: body.indexOf("«"), end: body.indexOf("»") - 1, to });
    files.set(to, targetText(to));
  }
  return { cases, files };
}

function targetText(path: string): string {
  if (path.endsWith(".json")) return `{ "x": 1 }\n`;
  if (path.endsWith(".cjs")) return "exports.x = 1;\n";
  if (path.endsWith(".d.ts")) return "declare const x: number;\ndeclare type T = number;\n";
  if (path.endsWith(".tsx")) return "export const X = (_: { b: string; children: unknown }) => null;\n";
  return "export const x = 1;\nexport default x;\nexport type T = number;\nexport interface T2 { some: string }\n";
}
