// Whether the exports that the compiler is never asked about could leak anything: each file of real packages is asked for the types of every other
// file that it does not import by itself, once under the names that its syntax leaves open, and once under all.
//   node bench/check/carriers.mjs [--only zod,rxjs]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { corpora, install, sourcesOf } from "./corpora.mjs";
import { load } from "./load.mjs";

const { values } = parseArgs({ options: { only: { type: "string", default: "zod,rxjs,ethers,@trpc/server" } } });
const { buildGraph } = await load("check/build-graph.ts");
const { noCache } = await load("check/cache/cache.ts");
const { projectOf } = await load("check/project.ts");
const { readSpec } = await load("spec/index.ts");
const { parsed, typed } = await load("check/meaning/types/program.ts");
const { exportedTypes } = await load("check/meaning/types/signatures.ts");
const { carriers } = await load("check/meaning/types/carry/index.ts");

const [architecture] = readSpec('keybeam: 1\nname: corpora\nlayers:\n  all: { paths: ["**"] }\n', "architecture.yaml");
const modules = install("corpora", corpora);
const rows = {};
let missed = 0;
for (const corpus of corpora.filter(({ name }) => values.only.split(",").includes(name))) {
  const from = join(modules, corpus.name, corpus.folder);
  const texts = new Map(sourcesOf(corpus, modules).map((path) => [path.slice(from.length + 1), readFileSync(path, "utf8")]));
  const { files } = await buildGraph(architecture, projectOf(texts), noCache);
  const code = parsed(files, (path) => texts.get(path) ?? "");
  const carrying = carriers(code.sources, code.targets);
  const types = typed(code);
  const row = { files: files.length, "asked by name": 0, "all or nothing": 0, leaks: 0, missed: 0 };
  for (const { path, edges } of files) {
    const own = new Set([path, ...edges.map(({ to }) => to?.path)]);
    const isWanted = (other) => !own.has(other);
    const names = carrying(path, isWanted);
    if (names === null) row["all or nothing"]++;
    else row["asked by name"] += names.size;
    for (const { kind, name, detail } of exportedTypes(path, types, { isWanted, names: null })) {
      if (kind !== "signature") continue;
      row.leaks++;
      if (names === null || names.has(name)) continue;
      row.missed++;
      console.log(`${corpus.name} ${path} ${name}: ${detail.replace("\n", " ")}`);
    }
  }
  missed += row.missed;
  rows[corpus.name] = row;
}
console.table(rows);
process.exitCode = missed === 0 ? 0 : 1;
