import { spawnSync } from "node:child_process";

/** Writes what the sources import but no commit holds: the compiled validator and the compiled templates. */
export default function setup(): void {
  const code = 'import("./scripts/generators.mjs").then((m) => m.runGenerators())';
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error("scripts/generators.mjs failed");
}
