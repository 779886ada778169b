// keybeam's own TypeScript, bundled on the spot, so that a script can call a room without a build.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Loads `src/<path>`. The bundle lies within the checkout, so that it finds the packages that it does not hold. */
export async function load(path) {
  const outfile = join(root, ".tmp", "bench", path.replace(/\.ts$/, ".mjs"));
  mkdirSync(dirname(outfile), { recursive: true });
  const entryPoints = [join(root, "src", path)];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["ts-morph", "fast-check", "yaml"],
    logLevel: "error",
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
