// Builds keybeam: what is generated first (the spec's validator, the compiled templates), then the bundle under dist/.
import { existsSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { runGenerators } from "./generators.mjs";
import { joinChunks } from "./join-chunks.mjs";
import { lateBuiltins } from "./late-builtins.mjs";
import { writeLicences } from "./licences.mjs";
import { toCommonJs } from "./to-commonjs.mjs";

const root = new URL("..", import.meta.url);
process.chdir(new URL(root).pathname);

await runGenerators();
rmSync("dist", { recursive: true, force: true });
const options = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: ["ts-morph"],
  // Node parses what it loads at every start; names stay, for reports of bugs.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: "warning",
};
const { metafile } = await build({
  ...options,
  entryPoints: { cli: "src/cli.ts" },
  outdir: "dist",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  plugins: [lateBuiltins],
  metafile: true,
});
// What every command loads, what a check with findings does besides, and what a spec that is not remembered takes.
await joinChunks(
  metafile.outputs,
  {
    main: ["src/cli.ts"],
    check: ["src/commands/check.ts", "src/check/fix/index.ts", "src/commands/source-text.ts"],
    spec: ["src/commands/spec-file.ts", "src/commands/rule-names.ts"],
  },
  options,
);
await toCommonJs("dist", options.target);
await build({ ...options, format: "cjs", entryPoints: { start: "src/start.ts" }, outdir: "dist" });
const licences = writeLicences(Object.keys(metafile.inputs), "dist/THIRD-PARTY-LICENSES");
if (!existsSync("dist/cli.js")) throw new Error("The build wrote no dist/cli.js");
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
process.stderr.write(`dist: ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, ${licences} bundled packages\n`);
