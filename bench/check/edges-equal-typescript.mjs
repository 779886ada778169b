// Holds resolution to `ts.resolveModuleName`: real packages laid out as the workspaces of one repository, with links in
// node_modules, aliases and each package's own tsconfig. An edge that leads to another file than TypeScript's is exit code 1;
// what TypeScript finds in dist, which check never lists, may lead to its source.
import { cpSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ts } from "ts-morph";
import { bench, corpora, install } from "./corpora.mjs";
import { load } from "./load.mjs";

const { listFiles } = await load("check/index.ts");
const { extract } = await load("check/extract/index.ts");
const { resolver } = await load("check/resolve/index.ts");
const { dialectOf, isCode } = await load("check/extract/fact.ts");

const WORKSPACES = ["viem", "effect", "zod", "rxjs", "ethers", "@trpc/server"];
const root = layOutWorkspaces();
const project = listFiles(root);
const resolve = resolver(new Set(project.paths), (path) => project.read(path)[0]);
const options = new Map();
const rows = new Map();
for (const path of project.paths.filter(
  (one) => isCode(one) && !dialectOf(one).declaration && !dialectOf(one).javascript,
)) {
  const { imports } = await extract(path, project.read(path)[0] ?? "");
  for (const fact of imports) if (isComparable(fact)) tally(path, fact);
}
console.table(Object.fromEntries([...rows].sort()));
if ([...rows.values()].some(({ missed, extra, elsewhere }) => missed + extra + elsewhere > 0)) process.exitCode = 1;

function isComparable({ form, specifier }) {
  return specifier !== null && !["url", "worker", "mock", "reference", "module"].includes(form);
}

function tally(path, fact) {
  const name = path
    .split("/")
    .slice(0, path.includes("/@") ? 3 : 2)
    .join("/");
  const row = rows.get(name) ?? { edges: 0, "to files": 0, "source of dist": 0, missed: 0, extra: 0, elsewhere: 0 };
  rows.set(name, row);
  const target = resolve(path, fact);
  const found = target.kind === "file" ? target.path : null;
  const wanted = byTypeScript(path, fact.specifier);
  row.edges++;
  if (wanted !== null) row["to files"]++;
  if (found === wanted) return;
  if (wanted !== null && found !== null && sourceOf(wanted) === found.replace(/\.[cm]?tsx?$/, "")) {
    row["source of dist"]++;
    return;
  }
  row[wanted === null ? "extra" : found === null ? "missed" : "elsewhere"]++;
  console.error(`${path}: "${fact.specifier}" leads to ${found}, in TypeScript to ${wanted}`);
}

function sourceOf(path) {
  return path.replace(/\/dist\/(types\/)?/, "/src/").replace(/\.d\.[cm]?ts$/, "");
}

/** The file of the repository that TypeScript resolves to, through links; null where it is none. */
function byTypeScript(path, specifier) {
  const from = join(root, path);
  const { resolvedModule } = ts.resolveModuleName(specifier, from, optionsFor(dirname(from)), ts.sys);
  if (resolvedModule === undefined) return null;
  const inside = relative(root, realpathSync(resolvedModule.resolvedFileName));
  return inside.startsWith("..") || inside.includes("node_modules/") ? null : inside;
}

function optionsFor(folder) {
  const known = options.get(folder);
  if (known) return known;
  const config = ts.findConfigFile(folder, ts.sys.fileExists);
  const given = config
    ? ts.parseJsonConfigFileContent(
        ts.readConfigFile(config, ts.sys.readFile).config,
        { ...ts.sys, readDirectory: () => [] },
        dirname(config),
      ).options
    : {};
  const found = {
    ...given,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowJs: true,
    resolveJsonModule: true,
  };
  options.set(folder, found);
  return found;
}

function layOutWorkspaces() {
  const modules = install("corpora", corpora);
  const into = join(bench, "workspaces");
  rmSync(into, { recursive: true, force: true });
  for (const name of WORKSPACES) {
    cpSync(join(modules, name), join(into, "packages", name), {
      recursive: true,
      filter: (path) => !path.slice(modules.length + name.length + 1).includes("node_modules"),
    });
    mkdirSync(dirname(join(into, "node_modules", name)), { recursive: true });
    symlinkSync(join(into, "packages", name), join(into, "node_modules", name));
  }
  writeFileSync(
    join(into, "package.json"),
    JSON.stringify({ name: "workspaces", private: true, workspaces: ["packages/*", "packages/@trpc/*"] }),
  );
  writeFileSync(
    join(into, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        paths: { "~rx/*": ["./packages/rxjs/src/internal/*"], "@effect-core": ["./packages/effect/src/index.ts"] },
      },
    }),
  );
  // An application that uses all of them, by name, by subpath and by alias.
  const uses = [
    "zod",
    "zod/v4",
    "zod/mini",
    "viem",
    "viem/chains",
    "viem/actions",
    "rxjs",
    "rxjs/operators",
    "ethers",
    "@trpc/server",
    "@trpc/server/http",
    "~rx/Observable",
    "~rx/util/noop",
    "@effect-core",
    "../packages/zod/src/index.js",
  ];
  mkdirSync(join(into, "app"));
  writeFileSync(
    join(into, "app", "main.ts"),
    uses.map((use, index) => `import * as x${index} from "${use}";\n`).join(""),
  );
  return realpathSync(into);
}
