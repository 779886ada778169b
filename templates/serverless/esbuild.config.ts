import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const APPS = "src/apps";
const BUNDLES = "dist/functions";
/** Beside the bundles, not in them: what is uploaded stays small, and a stack trace can still be read. */
const MAPS = "dist/source-maps";

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} kB`;

/** The pages under `/docs` come as files; whoever serves them has them beside it. */
const copyPages = (folder: string): void => {
  const pages = join(dirname(createRequire(import.meta.url).resolve("@fastify/swagger-ui")), "static");
  cpSync(pages, join(folder, "static"), { recursive: true });
};

const bundleOf = async (unit: string): Promise<string> => {
  const folder = join(BUNDLES, unit);
  const file = join(folder, "index.cjs");
  const { metafile } = await build({
    entryPoints: [join(APPS, unit, "functions.ts")],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "external",
    metafile: true,
    external: ["pg-native"],
    logLevel: "error",
  });
  renameSync(`${file}.map`, join(MAPS, `${unit}.cjs.map`));
  if (Object.keys(metafile.inputs).some((path) => path.includes("@fastify/swagger-ui/"))) copyPages(folder);
  return `${unit}: ${kilobytes(statSync(file).size)}, ${kilobytes(gzipSync(readFileSync(file)).length)} packed`;
};

// Makes one file of the code of each unit's functions, and says how large it is.

rmSync(BUNDLES, { recursive: true, force: true });
mkdirSync(MAPS, { recursive: true });
const units = readdirSync(APPS).filter((name) => existsSync(join(APPS, name, "functions.ts")));
for (const unit of units.sort()) console.log(await bundleOf(unit));
