// Each tool's configuration for one rule, "a part imports no other part", and the command that holds code to it.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./load.mjs";

const keybeam = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "bin", "keybeam.js");

const { rules } = await load("check/rules/index.ts");
/** Rules that ask what code means have a bench of their own. */
const onMeaning = rules.filter(({ reads }) => reads !== undefined).map(({ id }) => id);

export const peers = [
  { name: "rev-dep", version: "2.19.1" },
  { name: "fallow", version: "3.36.0" },
  // The newest that this Node may run: 18 refuses to start on Node 20.
  { name: "dependency-cruiser", version: Number.parseInt(process.versions.node, 10) < 22 ? "17.3.9" : "18.7.2" },
  { name: "madge", version: "8.0.0" },
  { name: "eslint", version: "10.15.0" },
  { name: "eslint-plugin-boundaries", version: "7.2.0" },
  { name: "@typescript-eslint/parser", version: "8.73.0" },
  { name: "eslint-import-resolver-typescript", version: "4.4.5" },
  // With TypeScript 7 dependency-cruiser reads nothing and says that all is well.
  { name: "typescript", version: "5.9.3" },
];

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** `code` is a folder with its parts below `root`; `modules` holds the peers. A tool's `cache` is removed for a cold run. */
export function toolsFor({ folder, root, parts }, modules) {
  const bin = (name) => join(modules, ".bin", name);
  const under = (part) => (root === "" ? part : `${root}/${part}`);
  const code = root === "" ? "." : root;
  const write = (name, text) => writeFileSync(join(folder, name), text);
  const all = [
    {
      name: "keybeam",
      cache: [".keybeam/cache", "node_modules/.cache/keybeam"],
      config: () => write("architecture.yaml", specFor(parts.map((part) => [part, under(part)]))),
      command: [process.execPath, keybeam, "check"],
    },
    {
      name: "rev-dep",
      config: () => write("rev-dep.config.json", json(revDep(parts, under))),
      command: [bin("rev-dep"), "config", "run"],
    },
    {
      name: "fallow",
      cache: [".fallow"],
      config: () => write(".fallowrc.json", json(fallow(parts, under))),
      command: [bin("fallow"), "architecture", "--boundaries"],
    },
    {
      name: "dependency-cruiser",
      config: () => write(".dependency-cruiser.cjs", `module.exports = ${json(cruiser(parts, under))}`),
      command: [bin("depcruise"), "--config", ".dependency-cruiser.cjs", code],
    },
    {
      // Its fastest setting that is still right: nothing is worked out that no rule asks for, and content decides what is unchanged.
      name: "dependency-cruiser tuned",
      cache: ["node_modules/.cache/dependency-cruiser"],
      config: () => write(".dependency-cruiser.tuned.cjs", `module.exports = ${json(cruiser(parts, under, { skipAnalysisNotInRules: true }))}`),
      command: [bin("depcruise"), "--config", ".dependency-cruiser.tuned.cjs", "--cache", "--cache-strategy", "content", code],
    },
    {
      name: "madge (graph only)",
      config: () => {},
      command: [bin("madge"), "--extensions", "ts,tsx,js", "--summary", code],
    },
    {
      name: "eslint-plugin-boundaries",
      config: () => write("eslint.config.mjs", eslint(parts, under, modules)),
      command: [bin("eslint"), code],
    },
  ];
  return all.filter(({ command }) => command.every((one) => !one.startsWith(modules) || existsSync(one)));
}

/** Removes what earlier runs of the tool have kept. */
export function forget(folder, { cache = [] }) {
  for (const path of cache) rmSync(join(folder, path), { recursive: true, force: true });
}

function specFor(parts) {
  const layers = parts.map(
    ([name, path], index) =>
      `  part${index}-${name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "")}: { paths: ["${path}/**"] }\n`,
  );
  const others = ["cycles", "unresolved-import", "dynamic-import", "unplaced-file", "undeclared-dependency", "dev-dependency"];
  const off = [...others, ...onMeaning].map((rule) => `${rule}: "off"`).join(", ");
  return `keybeam: 1\nname: corpora\ntopology: monolith\nlayers:\n${layers.join("")}check: { rules: { ${off} } }\n`;
}

function revDep(parts, under) {
  const others = (part) => parts.filter((one) => one !== part).map((one) => `${under(one)}/**`);
  const moduleBoundaries = parts.map((part) => ({ name: part, pattern: `${under(part)}/**`, deny: others(part) }));
  return { configVersion: "1.0", rules: [{ path: ".", moduleBoundaries }] };
}

function fallow(parts, under) {
  const zones = parts.map((part) => ({ name: part, patterns: [`${under(part)}/**`] }));
  return { boundaries: { zones, rules: parts.map((from) => ({ from, allow: [] })) } };
}

function cruiser(parts, under, more = {}) {
  const forbidden = parts.map((part) => ({
    name: `only-${part}`,
    severity: "error",
    from: { path: `^${under(part)}/` },
    to: {
      path: `^(${parts
        .filter((one) => one !== part)
        .map(under)
        .join("|")})/`,
    },
  }));
  return { forbidden, options: { tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" }, ...more } };
}

function eslint(parts, under, modules) {
  const load = (name) => `createRequire(${JSON.stringify(join(modules, "x.js"))})(${JSON.stringify(name)})`;
  return `import { createRequire } from "node:module";
export default [{
  files: ["**/*.{ts,tsx,js}"],
  linterOptions: { noInlineConfig: true },
  languageOptions: { parser: ${load("@typescript-eslint/parser")} },
  plugins: { boundaries: ${load("eslint-plugin-boundaries")} },
  settings: {
    "boundaries/elements": ${JSON.stringify(parts.map((part) => ({ type: part, pattern: under(part), mode: "folder" })))},
    "import/resolver": { [${JSON.stringify(join(modules, "eslint-import-resolver-typescript"))}]: {} },
  },
  rules: { "boundaries/element-types": ["error", { default: "disallow", rules: ${JSON.stringify(parts.map((part) => ({ from: part, allow: [part] })))} }] },
}];
`;
}
