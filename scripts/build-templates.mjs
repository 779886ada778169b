// Compiles every template once, so that keybeam starts without a compiler: `*.hbs` become functions, all else is text.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const Handlebars = createRequire(import.meta.url)("handlebars");
const root = fileURLToPath(new URL("../templates/", import.meta.url));
const target = fileURLToPath(new URL("../src/generators/render/templates.generated.js", import.meta.url));

const paths = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll("\\", "/"))
  .sort();

/** Nobody reads what they are compiled to, and Node does at every start: it is as short as it can be. Texts stay as they are. */
const short = (code) => transformSync(`export default ${code}`, { minifyWhitespace: true, minifyIdentifiers: true }).code.slice("export default".length, -2);

const rows = paths.map((path) => {
  const text = readFileSync(join(root, path), "utf8");
  const value = path.endsWith(".hbs")
    ? short(Handlebars.precompile(text, { noEscape: true, strict: true, knownHelpersOnly: false, srcName: undefined }))
    : JSON.stringify(text);
  return `  [${JSON.stringify(path)}, ${value}],`;
});
writeFileSync(target, `export const templates = new Map([\n${rows.join("\n")}\n]);\n`);
console.error(`${rows.length} templates compiled`);
