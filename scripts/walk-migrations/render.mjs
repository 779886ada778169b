// keybeam's own reader of specs and its generators, and the migrations that they render, as the migrate step takes them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transformSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function loadGenerators() {
  const folder = mkdtempSync(join(tmpdir(), "keybeam-walk-"));
  const contents = `export { generate, nextMigrations, readHistory } from "./src/generators/index.ts"; export { readSpec } from "./src/spec/index.ts";`;
  const outfile = join(folder, "generators.cjs");
  try {
    await build({ stdin: { contents, resolveDir: root, loader: "ts" }, bundle: true, platform: "node", format: "cjs", outfile, logLevel: "error", define: { "import.meta.url": JSON.stringify(pathToFileURL(join(root, "dist/cli.js")).href) } });
    return (await import(pathToFileURL(outfile).href)).default;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a spec means after a rendering: the tree, what waits to be asked for, and each service with its migrations. */
export async function rendered(generators, text, tree, contract = []) {
  const [architecture, diagnostics] = generators.readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(`a spec that is none: ${JSON.stringify(diagnostics)}\n${text}`);
  const [history, faults] = generators.readHistory(tree.map(({ path, content }) => ({ path, content, generated: true })));
  if (history === null) throw new Error(JSON.stringify(faults));
  const after = generators.generate(architecture, { keybeam: "1.0.0", history, contract });
  const pending = generators.nextMigrations(architecture, { history, contract }).flatMap((one) => one.pending);
  return { tree: after, pending, schemas: await schemasOf(architecture, after) };
}

const known = new Map();

async function schemasOf({ services }, tree) {
  const of = async ({ name }) => {
    const files = tree.filter(({ path }) => new RegExp(`^src/services/${name}/data/migrations/\\d`).test(path)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return { service: name, migrations: await Promise.all(files.map(migrationIn)) };
  };
  return Promise.all(services.map(of));
}

async function migrationIn({ content }) {
  if (!known.has(content)) {
    const { code } = transformSync(content, { loader: "ts", format: "esm" });
    known.set(content, Object.values(await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`))[0]);
  }
  return known.get(content);
}
