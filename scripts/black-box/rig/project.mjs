// A generated project in a folder of its own, with the code by hand that its example brings and every package it names.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asked } from "../../verify-api/styles.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export function mustRun(command, args, cwd, env = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** The spec of an example as another topology, `clinic+graphql` in another style besides; a hybrid has one unit that runs as functions. */
function specOf(example, topology, style) {
  const plain = readFileSync(join(root, "examples", example, "architecture.yaml"), "utf8");
  const text = style === undefined ? plain : asked(style, plain);
  const services = [...text.slice(text.indexOf("\nservices:\n")).matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
  const units = `deploy: { units: { near: { services: [${services[0]}], as: functions } } }`;
  const words = topology === "hybrid" ? `hybrid\n${units}` : topology;
  return text.replace(/^topology: .*$/m, `topology: ${words}`);
}

/**
 * @param edit of the text of the spec
 * @returns the folder of the project, and how to be rid of it
 */
export function newProject(named, topology, edit = (text) => text) {
  const [example, style] = named.split("+");
  const home = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-black-box-")));
  const folder = join(home, example);
  mkdirSync(folder);
  writeFileSync(join(folder, "architecture.yaml"), edit(specOf(example, topology, style)));
  mustRun(process.execPath, [join(root, "bin/keybeam.js"), "generate"], folder);
  const written = join(root, "examples", example, "src");
  if (existsSync(written)) cpSync(written, join(folder, "src"), { recursive: true });
  install(folder);
  return { folder, remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Where another run was faster, what it installed stays. */
function take(fresh, shared) {
  try {
    renameSync(fresh, shared);
  } catch (error) {
    if (!existsSync(shared)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Projects that name the same packages share one installation, which the first of them makes. */
function install(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { dependencies, devDependencies, optionalDependencies, overrides } = manifest;
  // It checks code, and has no part in what runs.
  const { keybeam: _keybeam, ...others } = devDependencies;
  const named = { dependencies, devDependencies: others, optionalDependencies, overrides };
  const key = createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 16);
  const shared = join(tmpdir(), `keybeam-black-box-packages-${key}`);
  if (!existsSync(shared)) {
    const fresh = mkdtempSync(join(tmpdir(), "keybeam-black-box-fresh-"));
    writeFileSync(join(fresh, "package.json"), JSON.stringify({ name: "packages", private: true, ...named }));
    mustRun("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], fresh);
    // Postgres does not run as root, so where we do its binaries must be open to another user.
    chmodSync(fresh, 0o755);
    take(fresh, shared);
  }
  symlinkSync(join(shared, "node_modules"), join(folder, "node_modules"));
}
