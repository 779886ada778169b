// The edges of one code base, held to `ts.resolveModuleName` under each file's own tsconfig.
import { realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ts } from "ts-morph";
import { load } from "./load.mjs";
import { pretendBuilt, workspaceOf } from "./workspaces.mjs";

const { listFiles } = await load("check/index.ts");
const { extract } = await load("check/extract/index.ts");
const { resolver } = await load("check/resolve/index.ts");
const { isCode } = await load("check/extract/fact.ts");
const { isComponent } = await load("check/extract/component.ts");

/** TypeScript resolves the names of modules; addresses of files and triple-slash lines are none. */
const COMPARED = new Set(["import", "export", "dynamic", "require", "import-equals", "import-type", "module", "mock", "jsdoc"]);
/** A style sheet, a picture or a component is a module to a bundler alone. */
const ENDS_AS_MODULE = /\.(?:[cm]?[jt]sx?|json)$/;

/** Where keybeam leads elsewhere than TypeScript on purpose. */
export const CLASSES = ["source of a build", "asset", "Node or bundler"];
export const FAULTS = ["missed", "extra", "elsewhere"];

/** Compares every import of the code below `root`: counts, and each difference with its class or fault. */
export async function compareEdges(root) {
  const project = listFiles(root);
  pretendBuilt(root);
  const resolve = resolver(new Set(project.paths), (path) => project.read(path)[0]);
  const listed = new Set(project.paths);
  const typescript = typescriptIn(root);
  const counts = Object.fromEntries(["files", "imports", "to files", ...CLASSES, ...FAULTS].map((name) => [name, 0]));
  const differences = [];
  for (const path of project.paths.filter((one) => isCode(one) && !isComponent(one))) {
    counts.files++;
    for (const fact of (await extract(path, project.read(path)[0] ?? ""))?.imports ?? []) {
      if (!isComparable(fact)) continue;
      counts.imports++;
      const target = resolve(path)(fact);
      const found = target.kind === "file" ? target.path : null;
      const wanted = typescript.resolve(path, fact);
      if (wanted !== null) counts["to files"]++;
      if (found === wanted) continue;
      const kind = classOf({ root, path, fact, found, wanted, listed, typescript });
      counts[kind]++;
      differences.push({ kind, path, specifier: fact.specifier, found, wanted });
    }
  }
  return { counts, differences };
}

function isComparable({ form, specifier }) {
  return specifier !== null && COMPARED.has(form) && !(form === "module" && specifier.includes("*"));
}

function classOf({ root, path, fact, found, wanted, listed, typescript }) {
  if (wanted !== null && listed.has(wanted)) return found === null ? "missed" : "elsewhere";
  // What a build would make is no file of the repository; keybeam must lead to a source of that very workspace.
  const home = workspaceOf(root, path, fact.specifier);
  if (wanted !== null) return isWithin(found, home) ? "source of a build" : "missed";
  if (!ENDS_AS_MODULE.test(found)) return "asset";
  if (isWithin(found, home)) return "source of a build";
  return typescript.resolveElsehow(path, fact) === found ? "Node or bundler" : "extra";
}

function isWithin(path, folder) {
  return path !== null && folder !== null && path.startsWith(`${folder}/`);
}

/** The file of the repository that TypeScript resolves an import to, through links; null where it is none. */
function typescriptIn(root) {
  const settings = new Map();
  const known = new Map();
  const host = { ...ts.sys, readDirectory: () => [] };
  const settingsFor = (folder) => {
    const file = ts.findConfigFile(folder, ts.sys.fileExists) ?? null;
    if (!settings.has(file)) settings.set(file, read(file));
    return settings.get(file);
  };
  const read = (file) => {
    const given = file === null ? {} : ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, host, dirname(file)).options;
    // Json and JavaScript are resolved whether the tsconfig has them compiled or not.
    const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, ...given, allowJs: true, resolveJsonModule: true };
    return { options, cache: ts.createModuleResolutionCache(root, (name) => name, options) };
  };
  const resolve = (path, { specifier, form }) => {
    const from = join(root, path);
    const { options, cache } = settingsFor(dirname(from));
    const mode = modeOf(from, form, options);
    const key = `${dirname(from)}\n${mode}\n${specifier}`;
    if (!known.has(key)) known.set(key, inRepository(root, ts.resolveModuleName(specifier, from, options, ts.sys, cache, undefined, mode)));
    return known.get(key);
  };
  // An ending that TypeScript's `node16` wants, a bundler does without; and `require` finds json without one.
  const resolveElsehow = (path, { specifier }) => {
    const { options } = settingsFor(dirname(join(root, path)));
    const asBundler = { ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
    const found = (name) => inRepository(root, ts.resolveModuleName(name, join(root, path), asBundler, ts.sys));
    return found(specifier) ?? found(`${specifier}.json`);
  };
  return { resolve, resolveElsehow };
}

/** Whether the import is one of a module or of CommonJS, for `moduleResolution: node16` and its kin. */
function modeOf(from, form, options) {
  const format = ts.getImpliedNodeFormatForFile(from, undefined, ts.sys, options);
  if (format === undefined) return undefined;
  if (form === "dynamic") return ts.ModuleKind.ESNext;
  return form === "require" || form === "import-equals" ? ts.ModuleKind.CommonJS : format;
}

function inRepository(root, { resolvedModule }) {
  if (resolvedModule === undefined) return null;
  const inside = relative(root, realpathSync(resolvedModule.resolvedFileName));
  return inside.startsWith("..") || inside.includes("node_modules/") ? null : inside;
}
