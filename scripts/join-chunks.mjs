// Joins what one command always loads into one file: each module that Node loads costs it most of a millisecond, and esbuild splits by who else needs a part.
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * `outputs` are those of esbuild's metafile, `sources` the modules whose chunks are joined with all that they import, `options` what the chunks
 * were built with. The joined chunks stay as files that export the same, so that whoever else imports them is not rewritten.
 */
export async function joinChunks(outputs, sources, { banner, ...options }) {
  const joined = closure(outputs, sources);
  const folder = dirname(joined.find((path) => path.includes("/chunks/")));
  const core = join(folder, "core.js");
  const nameIn = (index, name) => `${name}_${index}`;
  const list = (index, path, as) => outputs[path].exports.map((name) => as(name, nameIn(index, name))).join(", ");
  const contents = joined.map((path, index) => `export { ${list(index, path, (own, unique) => `${own} as ${unique}`)} } from "./${path}";\n`);
  await build({
    ...options,
    stdin: { contents: contents.join(""), resolveDir: "." },
    outfile: core,
    plugins: [leaveDynamic],
  });
  for (const [index, path] of joined.entries()) {
    const from = dirname(path) === folder ? "./core.js" : `./${basename(folder)}/core.js`;
    writeFileSync(path, `export { ${list(index, path, (own, unique) => `${unique} as ${own}`)} } from "${from}";\n`);
  }
}

/** The chunks of these modules and what they import before they run, each after what it imports. */
function closure(outputs, sources) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    for (const { path: other, kind } of outputs[path].imports) if (kind === "import-statement" && outputs[other]) visit(other);
    found.add(path);
  };
  for (const source of sources) visit(Object.keys(outputs).find((path) => outputs[path].entryPoint === source) ?? source);
  return [...found];
}

/** What is loaded on demand stays a file of its own beside the joined one. */
const leaveDynamic = {
  name: "leave-dynamic",
  setup: ({ onResolve }) => onResolve({ filter: /^\./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path: `./${basename(path)}`, external: true } : undefined)),
};
