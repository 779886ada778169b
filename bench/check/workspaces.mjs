// A temporary copy of a repository, with the links in node_modules that its package manager would make for its workspaces.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { parse } from "yaml";
import { bench } from "./corpora.mjs";

const NOT_COPIED = new Set(["node_modules", ".git", "dist", "coverage"]);

/** Copies a folder, or clones an address (`…#commit` for one commit), and links its workspaces; gives name and folder. */
export function copyOf(from) {
  const [address, commit] = from.split("#");
  const name = basename(address).replace(/\.git$/, "");
  const into = join(bench, "repositories", name);
  rmSync(into, { recursive: true, force: true });
  if (existsSync(join(resolve(address), "package.json"))) {
    const root = resolve(address);
    cpSync(root, into, { recursive: true, filter: (path) => path === root || !NOT_COPIED.has(basename(path)) });
  } else clone(address, commit, into);
  const folder = realpathSync(into);
  linkWorkspaces(folder);
  return { name, folder };
}

function clone(address, commit, into) {
  git("clone", "--quiet", address, into);
  if (commit !== undefined) git("-C", into, "checkout", "--quiet", commit);
}

function git(...args) {
  const { status } = spawnSync("git", args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`git ${args.join(" ")} failed`);
}

/** Links every workspace from the root, as npm and yarn do; or what pnpm's lockfile says that it links. */
function linkWorkspaces(root) {
  if (existsSync(join(root, "pnpm-lock.yaml"))) return linkAsLocked(root);
  const { workspaces = [] } = manifestOf(root);
  const globs = (workspaces.packages ?? workspaces).map((glob) => glob.replace(/^\.\/|\/$/g, ""));
  const isWorkspace = picomatch(globs.filter((glob) => !glob.startsWith("!")));
  for (const path of manifestsIn(root)) {
    const folder = join(root, dirname(path));
    if (isWorkspace(dirname(path))) link(root, manifestOf(folder).name, folder);
  }
}

function linkAsLocked(root) {
  const text = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
  // The packages of the registry, below, are many and of no interest.
  const { importers } = parse(/^importers:\n(?:\s.*\n|\n)*/m.exec(text)?.[0] ?? "importers: {}");
  for (const [folder, declared] of Object.entries(importers)) {
    for (const [name, { version }] of Object.values(declared).flatMap(Object.entries)) {
      if (version?.startsWith("link:")) link(join(root, folder), name, join(root, folder, version.slice(5)));
    }
  }
}

function manifestsIn(root) {
  const all = readdirSync(root, { recursive: true });
  return all.filter((path) => basename(path) === "package.json" && !path.includes("node_modules"));
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function link(from, name, home) {
  const path = join(from, "node_modules", name);
  if (name === undefined || existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(home, path);
}

/**
 * Writes an empty file wherever a package.json of the repository names one that only a build would make, so that TypeScript leads into the
 * workspace as it does after a build.
 */
export function pretendBuilt(root) {
  for (const path of manifestsIn(root)) {
    const folder = join(root, dirname(path));
    const { types, typings, module, main, exports } = manifestOf(folder);
    for (const target of [types, typings, module, main, exports].flatMap(pathsIn)) {
      const file = resolve(folder, target);
      if (!file.startsWith(folder + sep) || !/\.[cm]?[jt]sx?$/.test(target) || target.includes("*") || existsSync(file)) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "");
    }
  }
}

function pathsIn(value) {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(pathsIn) : [];
}

/**
 * The folder of the package that the specifier begins with: where `node_modules` leads to from the file, or its own package's by that
 * name. For the path of a folder it is that folder. Null where there is none.
 */
export function workspaceOf(root, path, specifier) {
  const from = dirname(join(root, path));
  if (/^\.\.?(?:\/|$)/.test(specifier)) return relative(root, join(from, specifier));
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const linked = join(folder, "node_modules", name);
    if (existsSync(linked)) return relative(root, realpathSync(linked));
    if (existsSync(join(folder, "package.json")) && manifestOf(folder).name === name) return relative(root, folder);
  }
  return null;
}
