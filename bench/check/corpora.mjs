// Real packages that ship their sources: what the scan is proven on and the tools are timed on.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything is kept here between runs. */
export const bench = join(tmpdir(), "keybeam-bench");

const TYPESCRIPT = /\.[cm]?tsx?$/;
const JAVASCRIPT = /\.[cm]?jsx?$/;

/** `folder` holds the sources, `files` are those that count as such, `built` are folders that nobody lints. */
export const corpora = [
  { name: "viem", version: "2.57.20", folder: ".", files: TYPESCRIPT, not: ["_cjs", "_esm", "_types"] },
  { name: "effect", version: "4.1.0", folder: "src", files: TYPESCRIPT },
  { name: "zod", version: "4.6.7", folder: "src", files: TYPESCRIPT },
  { name: "rxjs", version: "7.8.2", folder: "src", files: TYPESCRIPT },
  { name: "ethers", version: "6.17.0", folder: "src.ts", files: TYPESCRIPT },
  { name: "@trpc/server", version: "11.25.2", folder: "src", files: TYPESCRIPT },
  { name: "monaco-editor", version: "0.57.0", folder: ".", files: JAVASCRIPT, built: ["dev", "min"] },
  { name: "three", version: "0.187.0", folder: ".", files: JAVASCRIPT },
];

/** Installs exact versions into a folder of their own below `bench`, once, running no script of theirs. */
export function install(folder, packages, flags = ["--ignore-scripts"]) {
  const home = join(bench, folder);
  const wanted = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  const manifest = `${JSON.stringify({ private: true, dependencies: wanted }, null, 2)}\n`;
  const done = join(home, ".installed");
  const isDone = () => existsSync(done) && readFileSync(done, "utf8") === manifest;
  if (isDone()) return join(home, "node_modules");
  // Another bench may be installing the same.
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), manifest);
  const npm = ["install", "--no-audit", "--no-fund", "--legacy-peer-deps", ...flags];
  const { status } = spawnSync("npm", npm, { cwd: draft, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`npm could not install into ${draft}`);
  writeFileSync(join(draft, ".installed"), manifest);
  if (!isDone()) {
    rmSync(home, { recursive: true, force: true });
    renameSync(draft, home);
  }
  rmSync(draft, { recursive: true, force: true });
  return join(home, "node_modules");
}

/** Every source of a corpus, absolute and sorted. */
export function sourcesOf({ name, folder, files, not = [] }, modules) {
  const skipped = new Set(["node_modules", ...not]);
  const found = [];
  const open = [join(modules, name, folder)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) open.push(path);
      else if (entry.isFile() && files.test(entry.name)) found.push(path);
    }
  }
  return found.sort();
}

/** What is larger is a bundle, which nobody lints. */
const LARGEST = 1024 * 1024;

/** Lays all corpora out as one code base, `src/<corpus>/…`; gives its folder and the names of its parts. */
export function layOut(into) {
  const modules = install("corpora", corpora);
  rmSync(into, { recursive: true, force: true });
  for (const corpus of corpora) {
    const from = join(modules, corpus.name, corpus.folder);
    for (const path of sourcesOf(corpus, modules)) {
      const inside = path.slice(from.length + 1);
      const isBuilt = corpus.built?.includes(inside.split("/")[0]) ?? false;
      if (isBuilt || statSync(path).size > LARGEST || path.endsWith(".d.ts")) continue;
      cpSync(path, join(into, "src", partOf(corpus), inside));
    }
  }
  writeFileSync(
    join(into, "package.json"),
    `${JSON.stringify({ name: "corpora", version: "1.0.0", type: "module" })}\n`,
  );
  return { folder: into, root: "src", parts: corpora.map(partOf) };
}

function partOf({ name }) {
  return name.replace(/^@/, "").replace(/\W+/g, "-");
}
