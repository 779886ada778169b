import type Handlebars from "handlebars";
import runtime from "handlebars/runtime.js";
import type { GeneratedFile, Ownership } from "../../model/file-tree.ts";
import { commentText, markdownText, sqlName, sqlString, typescriptString, yamlString } from "./literals.ts";
import { templates } from "./templates.generated.js";

// The package types its compiler but not its runtime, which has the same shape without the compiler.
const engine = (runtime as unknown as typeof Handlebars).create();

// Helpers quote and case, nothing else: what is to be written is decided in a view, in TypeScript.
for (const [name, quote] of Object.entries({
  ts: typescriptString,
  comment: commentText,
  yaml: yamlString,
  md: markdownText,
  sql: sqlString,
  sqlName,
})) {
  engine.registerHelper(name, (value: unknown) => quote(String(value)));
}

const compiled = new Map<string, ReturnType<typeof engine.template>>();

/**
 * The text that a template gives for a view.
 * @param name path under `templates/`, with its `.hbs`
 * @throws where there is no such template, or the view lacks a value that it names: both are bugs
 */
export const render = (name: string, view: object): string => {
  const known = compiled.get(name);
  if (known !== undefined) return known(view);
  const specification = templates.get(name);
  if (specification === undefined || typeof specification === "string") throw new Error(`no template ${name}`);
  const template = engine.template(specification);
  compiled.set(name, template);
  return template(view);
};

/**
 * The files below a folder of `templates/` that are the same for every spec, at the same path in the project.
 * Templates (`.hbs`) are left out: each is rendered by the generator that has its view.
 */
export const copied = (
  folder: string,
  wanted: (path: string) => boolean = () => true,
  ownership: Ownership = "merged",
): readonly GeneratedFile[] =>
  [...templates]
    .filter(([path, value]) => path.startsWith(`${folder}/`) && typeof value === "string")
    .map(([path, value]) => ({ path: path.slice(folder.length + 1), content: String(value), ownership }))
    .filter((file) => wanted(file.path));

export { camel, kebab, pascal, plural, screaming, snake } from "../../model/names.ts";
export { commentText, markdownText, sqlName, sqlString, typescriptString } from "./literals.ts";
