// Joins what is always loaded together into one file: each module that Node loads costs it most of a millisecond, and esbuild splits by who else needs a part.
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * `outputs` are those of esbuild's metafile, `groups` modules by the name of the file into which their chunks go with all that they import, unless an
 * earlier group has it, `options` what the chunks were built with. The chunks stay as files that export the same, so that nobody who imports them is rewritten.
 */
export async function joinChunks(outputs, groups, { banner, ...options }) {
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
  for (const one of members) {
    const file = join(folder, `${one.group}.js`);
    const from = dirname(one.path) === folder ? `./${basename(file)}` : `./${basename(folder)}/${basename(file)}`;
    writeFileSync(one.path, `export { ${list(one, (own, unique) => `${unique} as ${own}`)} } from "${from}";\n`);
  }
}

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
