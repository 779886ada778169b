// What must be generated before a test or a build can run, in order. Each script writes its files and nothing else.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const scripts = ["build-schema.mjs", "build-templates.mjs", "build-kernel.mjs"];

/** Runs each script in a process of its own; throws when one fails. */
export async function runGenerators() {
  for (const script of scripts) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    if (!existsSync(path)) continue;
    const { status } = spawnSync(process.execPath, [path], { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error(`scripts/${script} failed with ${status}`);
  }
}
