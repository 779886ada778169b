// Builds keybeam: what is generated first (the spec's validator, the compiled templates), then the bundle under dist/.
import { existsSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { writeLicences } from "./licences.mjs";
import { runGenerators } from "./generators.mjs";

const root = new URL("..", import.meta.url);
process.chdir(new URL(root).pathname);

await runGenerators();
rmSync("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { cli: "src/cli.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: ["ts-morph"],
  chunkNames: "chunks/[name]-[hash]",
  // Bundled CommonJS calls require() on Node's own modules, which an ES module does not have.
  banner: { js: 'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);' },
  // Node parses what it loads at every start; names stay, for reports of bugs.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  logLevel: "warning",
});
const licences = writeLicences(Object.keys(metafile.inputs), "dist/THIRD-PARTY-LICENSES");
if (!existsSync("dist/cli.js")) throw new Error("The build wrote no dist/cli.js");
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
process.stderr.write(`dist: ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, ${licences} bundled packages\n`);
