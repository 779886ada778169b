// The example systems, generated in a topology and installed; projects that name the same packages share one installation.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Generates an example in a folder; what the topology needs besides its word is added to the spec. */
export function generate(folder, example, topology, added = "") {
  mkdirSync(folder, { recursive: true });
  const source = join(root, "examples", example);
  if (existsSync(join(source, "src"))) cpSync(join(source, "src"), join(folder, "src"), { recursive: true });
  const spec = readFileSync(join(source, "architecture.yaml"), "utf8");
  writeFileSync(join(folder, "architecture.yaml"), spec.replace(/^topology: .*$/m, `topology: ${topology}`) + added);
  mustRun(process.execPath, [join(root, "bin/keybeam.js"), "generate"], folder);
}

/** Installs what a project names, below `home`. */
export function install(folder, home) {
  const { name: _, scripts: __, ...manifest } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const named = [manifest.dependencies, manifest.devDependencies];
  const key = createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 16);
  const shared = join(home, `packages-${key}`);
  if (!existsSync(shared)) {
    mkdirSync(shared);
    writeFileSync(join(shared, "package.json"), JSON.stringify(manifest));
    mustRun("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], shared);
  }
  symlinkSync(join(shared, "node_modules"), join(folder, "node_modules"));
}

/** Runs a command to its end; what it said is the error where it fails. */
export function mustRun(command, args, cwd, env = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr || stdout}`);
  return stdout;
}
