import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demand } from "../verify-deploy/demand.mjs";

export const packages = ["eslint@10.15.0", "eslint-plugin-security@4.1.0", "@typescript-eslint/parser@8.73.0", "lockfile-lint@5.0.1", "@cyclonedx/cyclonedx-npm@6.0.1"];

/** What the rules take for a danger and is none, with the reason; anywhere else it is a finding. */
const excused = [
  // Keys of tables that are written in the code, or of which `Object.hasOwn` was asked; the compiler makes each lookup say what happens without the key.
  { rule: "security/detect-object-injection", paths: /./ },
  // Development alone: the folder is the project's own, and nothing of this is in an image.
  { rule: "security/detect-non-literal-fs-filename", paths: /^src\/(platform\/(dev|test)|services\/[^/]+\/test)\// },
  // Files that the operator names by environment.
  { rule: "security/detect-non-literal-fs-filename", paths: /^src\/(platform\/(config|crypto\/masters|functions\/credentials|remote\/certificate)|apps\/[\w-]+)\.ts$/ },
  // Comparisons with undefined and null, which say nothing of a secret.
  { rule: "security/detect-possible-timing-attacks", paths: /^src\/(platform\/auth\/access|services\/accounts\/(application\/sessions|data\/memory-store))\.ts$/ },
  // Groups that repeat over what cannot begin as what follows them: each is linear.
  { rule: "security/detect-unsafe-regex", paths: /^src\/(apps\/(admin|api-keys|privacy|token)|platform\/(database\/driver|http\/(headers|input|strict-json)|kernel\/schema|telemetry\/decisions))\.ts$/ },
  // Tests read what they made themselves.
  { rule: "security/detect-unsafe-regex", paths: /^src\/(platform|services\/[^/]+)\/test\// },
  { rule: "security/detect-non-literal-regexp", paths: /^src\/(platform|services\/[^/]+)\/test\// },
  // Made of the routes, every sign of them escaped.
  { rule: "security/detect-non-literal-regexp", paths: /^src\/platform\/http\/server\.ts$/ },
];

const isExcused = ({ rule, path }) => excused.some((one) => one.rule === rule && one.paths.test(path));

const dangers = {
  "code from text": "export const f = (text: string): unknown => eval(text);\n",
  "a command from text": 'import { exec } from "node:child_process";\nexport const f = (text: string) => exec(`ls ${text}`);\n',
  "a pattern that takes for ever": "export const f = (text: string) => /^(a+)+$/.test(text);\n",
  "a module by name": "export const f = (name: string) => require(name);\n",
  "a secret compared sign by sign": "export const f = (secret: string, given: string) => {\n  if (secret === given) return 1;\n  return 2;\n};\n",
  "a file by name": 'import { readFileSync } from "node:fs";\nexport const f = (name: string) => readFileSync(name);\n',
};

const config = `import security from "eslint-plugin-security";
import parser from "@typescript-eslint/parser";
export default [{ files: ["**/*.ts"], ...security.configs.recommended, languageOptions: { parser } }];
`;

export async function verifySource(folder, projects) {
  writeFileSync(join(folder, "eslint.config.mjs"), config);
  const danger = (project) => join(project, "src/danger.ts");
  await demand("eslint-plugin-security", projects, Object.fromEntries(Object.entries(dangers).map(([fault, text]) => [fault, (project) => `${project}\n${text}`])), (candidate) => {
    const [project, ...lines] = candidate.split("\n");
    if (lines.length > 0) writeFileSync(danger(project), lines.join("\n"));
    const looked = lines.length > 0 ? danger(project) : join(project, "src");
    const { stdout, stderr } = spawnSync(join(folder, "node_modules/.bin/eslint"), [looked, "-f", "json"], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
    rmSync(danger(project), { force: true });
    if (!stdout.startsWith("[")) throw new Error(`eslint did not run: ${stdout}${stderr}`);
    const found = JSON.parse(stdout).flatMap(({ filePath, messages }) => messages.map(({ ruleId: rule, line, message }) => ({ rule, path: filePath.slice(project.length + 1), line, message })));
    return found.filter((one) => !isExcused(one)).map(({ rule, path, line, message }) => `${path}:${line} ${rule}: ${message}`);
  });
}

/** The lockfile that npm writes for a project: of one host, over TLS. */
export async function verifyLockfiles(folder, projects) {
  const file = join(folder, "lock/package-lock.json");
  // Allowed beside npm's own, so that each twin is refused for one reason.
  const host = "packages.example";
  const first = (edit) => (text) => {
    const lock = JSON.parse(text);
    edit(Object.entries(lock.packages).find(([path]) => path.startsWith("node_modules/"))?.[1]);
    return JSON.stringify(lock);
  };
  await demand(
    "lockfile-lint",
    projects.map((project) => readFileSync(join(project, "package-lock.json"), "utf8")),
    {
      "a package without TLS": first((one) => { one.resolved = `http://${host}/ajv/-/ajv-8.20.0.tgz`; }),
      "a package from elsewhere": first((one) => { one.resolved = "https://elsewhere.example/ajv/-/ajv-8.20.0.tgz"; }),
    },
    (text) => {
      // Where a mirror of the registry stands, npm leaves out where packages came from, or says the mirror's own name.
      writeFileSync(file, text);
      const { status, stdout, stderr } = spawnSync(join(folder, "node_modules/.bin/lockfile-lint"), ["--path", file, "--type", "npm", "--validate-https", "--allowed-hosts", "npm", host], { encoding: "utf8" });
      return status === 0 ? [] : [`${stdout}${stderr}`];
    },
  );
}

/** A bill of materials of what a project installs, valid by its own schema, that names every package. */
export async function verifyMaterials(folder, projects) {
  await demand(
    "CycloneDX",
    projects,
    { "a package that nobody installed": (project) => `${project}\nmissing` },
    (candidate) => {
      const [project, missing] = candidate.split("\n");
      const manifest = join(project, "package.json");
      const kept = readFileSync(manifest, "utf8");
      if (missing !== undefined) writeFileSync(manifest, kept.replace('"dependencies": {', '"dependencies": {\n    "is-nowhere": "1.0.0",'));
      const { status, stdout, stderr } = spawnSync(join(folder, "node_modules/.bin/cyclonedx-npm"), ["--validate", "--output-format", "JSON", "--output-file", "-"], { cwd: project, encoding: "utf8", maxBuffer: 2 ** 28 });
      writeFileSync(manifest, kept);
      if (status !== 0) return [stderr];
      const named = new Set(JSON.parse(stdout).components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)));
      const wanted = Object.keys({ ...JSON.parse(kept).dependencies, ...JSON.parse(kept).devDependencies });
      return wanted.filter((name) => !named.has(name)).map((name) => `${name} is not in it`);
    },
  );
}
