// How each tool is asked which files of `forms/` import something of `targets/` or `packages/`, at its most attentive setting.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const keybeam = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "bin", "keybeam.js");
const isNewNode = Number.parseInt(process.versions.node, 10) >= 22;

export const formPeers = [
  { name: "fallow", version: "3.36.0" },
  // 18 refuses to start on Node 20.
  { name: "dependency-cruiser", version: isNewNode ? "18.7.2" : "17.3.9" },
  { name: "rev-dep", version: "2.19.1" },
  { name: "eslint-plugin-boundaries", version: "7.2.0" },
  { name: "eslint-plugin-import-x", version: "4.18.1" },
  { name: "skott", version: "0.35.12" },
  { name: "madge", version: "8.0.0" },
  // What those need, so as to read TypeScript, Vue and Svelte and to resolve aliases.
  { name: "eslint", version: "10.15.0" },
  { name: "@typescript-eslint/parser", version: "8.73.0" },
  { name: "eslint-import-resolver-typescript", version: "4.4.5" },
  { name: "@vue/compiler-sfc", version: "3.5.22" },
  { name: "vue-eslint-parser", version: "10.2.0" },
  { name: "svelte", version: "5.39.0" },
  { name: "svelte-eslint-parser", version: "1.3.3" },
  { name: "typescript", version: "5.9.3" },
];

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const ENDINGS = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "json"];

/** `folder` holds the code, `modules` the peers. Each gives the text in which a file of `forms/` stands if its import was seen. */
export function formTools(folder, modules) {
  const write = (name, text) => writeFileSync(join(folder, name), text);
  const bin = (name) => join(modules, ".bin", name);
  const run = (command, ...args) => {
    const options = { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: "1", CI: "1" } };
    const { stdout, stderr } = spawnSync(command, args, options);
    if (stdout === "") throw new Error(`${command} said nothing:\n${stderr}`);
    return stdout;
  };
  return {
    keybeam: () => {
      write("architecture.yaml", spec);
      return run(process.execPath, keybeam, "check", "--format", "json");
    },
    fallow: () => {
      write(".fallowrc.json", json(fallow));
      return run(bin("fallow"), "architecture", "--boundaries", "--format", "json");
    },
    "dependency-cruiser": () => {
      write(".dependency-cruiser.cjs", `module.exports = ${json(cruiser)}`);
      return run(bin("depcruise"), "--config", ".dependency-cruiser.cjs", "--output-type", "err", "forms", "targets", "packages");
    },
    "rev-dep": () => {
      write("rev-dep.config.json", json(revDep));
      const monorepo = ["--follow-monorepo-packages", "--condition-names", "import,types,node,default"];
      return run(bin("rev-dep"), "config", "run", "--list-all-issues", "--format", "issues-list", ...monorepo);
    },
    "eslint-plugin-boundaries": () => {
      write("eslint.config.mjs", eslint(modules, boundaries(modules)));
      return eslintSaid(run(bin("eslint"), "--format", "json", "forms"));
    },
    "eslint-plugin-import-x": () => {
      write("eslint.config.mjs", eslint(modules, importX(modules)));
      return eslintSaid(run(bin("eslint"), "--format", "json", "forms"));
    },
    skott: () => graphSaid(run(process.execPath, "--input-type=module", "-e", skott(modules))),
    madge: () => graphSaid(run(process.execPath, "-e", madge(modules))),
  };
}

const spec = `keybeam: 1
name: forms
layers:
  forms: { paths: ["forms/**"] }
  targets: { paths: ["targets/**", "packages/**"] }
`;

const fallow = {
  boundaries: {
    zones: [
      { name: "forms", patterns: ["forms/**"] },
      { name: "targets", patterns: ["targets/**", "packages/**"] },
    ],
    rules: [{ from: "forms", allow: [] }],
  },
};

const cruiser = {
  forbidden: [{ name: "no", severity: "error", from: { path: "^forms/" }, to: { path: "^(targets|packages)/" } }],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    detectJSDocImports: true,
    parser: "tsc",
    moduleSystems: ["es6", "cjs", "tsd", "amd"],
    exoticRequireStrings: ["vi.mock", "jest.requireActual", "import.meta.resolve", "require.resolve"],
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: ENDINGS.map((one) => `.${one}`),
    },
  },
};

const revDep = {
  configVersion: "1.0",
  rules: [
    { path: ".", moduleBoundaries: [{ name: "forms", pattern: "forms/**", allow: ["forms/**"], deny: ["targets/**", "packages/**"] }] },
  ],
};

function eslint(modules, plugin) {
  const load = (name) => loader(modules, name);
  return `import { createRequire } from "node:module";
const typescript = ${load("@typescript-eslint/parser")};
const extra = { parser: typescript, extraFileExtensions: [".vue", ".svelte"] };
const rules = ${plugin};
export default [
  { files: ["**/*.{ts,tsx,mts,cts,js,cjs}"], languageOptions: { parser: typescript }, ...rules },
  { files: ["**/*.vue"], languageOptions: { parser: ${load("vue-eslint-parser")}, parserOptions: extra }, ...rules },
  { files: ["**/*.svelte"], languageOptions: { parser: ${load("svelte-eslint-parser")}, parserOptions: extra }, ...rules },
];
`;
}

function loader(modules, name) {
  return `createRequire(${JSON.stringify(join(modules, "x.js"))})(${JSON.stringify(name)})`;
}

function boundaries(modules) {
  return `{
  plugins: { boundaries: ${loader(modules, "eslint-plugin-boundaries")} },
  settings: {
    "boundaries/elements": [{ type: "forms", pattern: "forms" }, { type: "targets", pattern: "targets" }, { type: "targets", pattern: "packages" }],
    "boundaries/dependency-nodes": ["import", "export", "dynamic-import", "require"],
    "boundaries/additional-dependency-nodes": [
      { selector: "CallExpression[callee.object.name=/^(vi|jest)$/] > Literal", kind: "value", name: "mock" },
      { selector: "CallExpression[callee.property.name='resolve'] > Literal", kind: "value", name: "resolve" },
      { selector: "TSImportType > Literal", kind: "type", name: "import-type" },
      { selector: "TSModuleDeclaration > Literal", kind: "type", name: "augmentation" },
      { selector: "TSExternalModuleReference > Literal", kind: "value", name: "import-equals" },
      { selector: "NewExpression[callee.name='URL'] > Literal:first-child", kind: "value", name: "url" },
    ],
    "import/resolver": { [${JSON.stringify(join(modules, "eslint-import-resolver-typescript"))}]: { alwaysTryTypes: true } },
  },
  rules: { "boundaries/element-types": ["error", { default: "disallow", rules: [] }] },
}`;
}

function importX(modules) {
  return `{
  plugins: { "import-x": ${loader(modules, "eslint-plugin-import-x")} },
  settings: { "import-x/resolver-next": [${loader(modules, "eslint-import-resolver-typescript")}.createTypeScriptImportResolver({ alwaysTryTypes: true })] },
  rules: { "import-x/no-restricted-paths": ["error", { zones: [{ target: "./forms", from: ["./targets", "./packages"] }] }] },
}`;
}

/** Only what the rule itself says: a file that cannot be parsed is no file whose import was seen. */
function eslintSaid(text) {
  const files = JSON.parse(text).filter(({ messages }) => messages.some(({ ruleId }) => ruleId !== null));
  return files.map(({ filePath }) => filePath.replaceAll("\\", "/")).join("\n");
}

function skott(modules) {
  const options = {
    dependencyTracking: { thirdParty: true, builtin: false, typeOnly: true },
    fileExtensions: [".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs"],
    tsConfigPath: "./tsconfig.json",
  };
  return `import skott from ${JSON.stringify(join(modules, "skott", "dist", "index.js"))};
const { graph } = (await skott(${JSON.stringify(options)})).getStructure();
console.log(JSON.stringify(Object.fromEntries(Object.entries(graph).map(([id, { adjacentTo }]) => [id, adjacentTo]))));`;
}

function madge(modules) {
  const detective = { mixedImports: true, skipTypeImports: false };
  const options = {
    baseDir: ".",
    fileExtensions: ENDINGS,
    tsConfig: "tsconfig.json",
    detectiveOptions: { ts: detective, tsx: detective, es6: { mixedImports: true }, cjs: {}, vue: {} },
  };
  return `require(${JSON.stringify(join(modules, "madge"))})(["forms", "targets", "packages"], ${JSON.stringify(options)})
    .then((found) => console.log(JSON.stringify(found.obj())));`;
}

/** From a graph the files with an edge that leads to code of the project. */
function graphSaid(text) {
  const edges = Object.entries(JSON.parse(text.slice(text.indexOf("{"))));
  return edges.flatMap(([from, to]) => (to.some((one) => /(?:^|\/)(?:targets|packages)\//.test(one)) ? [from] : [])).join("\n");
}
