// Compiles the language's JSON Schema to a validator, so that keybeam carries no schema compiler at run time.
// Run by `npm run build:schema`; what it writes is not committed.
import { readFile, writeFile } from "node:fs/promises";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { transform } from "esbuild";

const root = new URL("../", import.meta.url);
const schema = JSON.parse(await readFile(new URL("schemas/architecture.schema.json", root), "utf8"));
const ajv = new Ajv.default({
  allErrors: true,
  // An error then names the part of the schema it is about, with its title.
  verbose: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
  // Only what is as small as a name is copied wherever it is meant (an error in a key's name then says that it is one); all else
  // is a function, since Node parses the whole at every start.
  inlineRefs: 6,
  keywords: ["defaultSnippets"],
  code: { source: true, esm: true, lines: true },
});
const code = standaloneCode.default(ajv, ajv.compile(schema));

// ajv's runtime is CommonJS; an ES module reaches it by import, and some loaders unwrap its default on the way.
const imports = new Map();
const linked = code.replace(/require\("(ajv\/dist\/runtime\/[^"]+)"\)\.default/g, (_, id) => {
  if (!imports.has(id)) imports.set(id, `runtime${imports.size}`);
  return `(${imports.get(id)}.default ?? ${imports.get(id)})`;
});
const header = [...imports].map(([id, name]) => `import ${name} from "${id}.js";\n`).join("");
// Nobody reads it, and Node does at every start: it is as short as it can be.
const short = await transform(header + linked, { minify: true, format: "esm", target: "node20" });
await writeFile(new URL("src/spec/schema/validator.generated.js", root), short.code);
