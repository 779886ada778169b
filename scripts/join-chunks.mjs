// Joins what is always loaded together into one file: each module that Node loads costs it most of a millisecond, and esbuild splits by who else needs a part.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * `outputs` are those of esbuild's metafile, `groups` modules by the name of the file into which their chunks go with all that they import, unless an
 * earlier group has it, `options` what the chunks were built with. Whoever imports such a chunk is rewritten to import the joined file; a chunk stays, as a
 * file that exports the same, where it is an entry or is loaded on demand.
 */
export async function joinChunks(outputs, groups, options) {
  const folder = dirname(Object.keys(outputs).find((path) => path.includes("/chunks/")));
  const members = membersOf(outputs, groups);
  await build({
    ...options,
    entryPoints: Object.keys(groups).map((name) => ({ in: `joined:${name}`, out: name })),
    outdir: folder,
    splitting: true,
    chunkNames: "common-[hash]",
    plugins: [leaveDynamic, entries((group) => members.filter((one) => one.group === group).map((one) => `export { ${list(one, (own, unique) => `${own} as ${unique}`)} } from "./${one.path}";\n`))],
  });
  const onDemand = new Set(Object.values(outputs).flatMap(({ imports }) => imports.filter(({ kind }) => kind === "dynamic-import").map(({ path }) => path)));
  for (const one of members) {
    const file = join(folder, `${one.group}.js`);
    const from = dirname(one.path) === folder ? `./${basename(file)}` : `./${basename(folder)}/${basename(file)}`;
    if (outputs[one.path].entryPoint === undefined && !onDemand.has(one.path)) rmSync(one.path);
    else writeFileSync(one.path, `export { ${list(one, (own, unique) => `${unique} as ${own}`)} } from "${from}";\n`);
  }
  const joined = new Map(members.map((one) => [basename(one.path), one]));
  const others = Object.keys(outputs).filter((path) => path.startsWith(`${folder}/`) && !joined.has(basename(path)));
  for (const path of others) writeFileSync(path, importingJoined(readFileSync(path, "utf8"), joined));
}

const IMPORT = /\bimport(?:\{([^{}]*)\}from)?"\.\/([\w-]+\.js)"/gu;

/** The text of a chunk, its imports of chunks that went into joined files turned to these. */
const importingJoined = (text, joined) =>
  text.replace(IMPORT, (whole, names, file) => {
    const one = joined.get(file);
    if (one === undefined) return whole;
    if (names === undefined) return `import"./${one.group}.js"`;
    const turned = names.split(",").map((name) => {
      const [own, local = own] = name.trim().split(" as ");
      return `${own}_${one.index} as ${local}`;
    });
    return `import{${turned.join(",")}}from"./${one.group}.js"`;
  });

const list = ({ names, index }, as) => names.map((name) => as(name, `${name}_${index}`)).join(", ");

/** Each chunk that goes into a group, after what it imports. */
function membersOf(outputs, groups) {
  const seen = new Set();
  const members = [];
  const visit = (path, group) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: other, kind } of outputs[path].imports) if (kind === "import-statement" && outputs[other]) visit(other, group);
    members.push({ path, group, index: members.length, names: outputs[path].exports });
  };
  // A module that is imported at once has no chunk of its own: its importer's is joined anyway.
  for (const [group, sources] of Object.entries(groups)) {
    for (const path of Object.keys(outputs)) if (sources.includes(outputs[path].entryPoint)) visit(path, group);
  }
  return members;
}

/** What is loaded on demand stays a file of its own beside the joined ones. */
const leaveDynamic = {
  name: "leave-dynamic",
  setup: ({ onResolve }) => onResolve({ filter: /^\./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path: `./${basename(path)}`, external: true } : undefined)),
};

const entries = (linesOf) => ({
  name: "entries",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^joined:/ }, ({ path }) => ({ path: path.slice("joined:".length), namespace: "joined" }));
    onLoad({ filter: /.*/, namespace: "joined" }, ({ path }) => ({ contents: linesOf(path).join(""), resolveDir: process.cwd() }));
  },
});
