// Holds resolution to `ts.resolveModuleName`. An edge that leads elsewhere than TypeScript's is exit code 1.
//   node bench/check/edges-equal-typescript.mjs [folder or clone address#commit …] [--show <class>]
// Without arguments: real packages laid out as the workspaces of one repository, with links, aliases and tsconfigs of their own.
import { cpSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { bench, corpora, install } from "./corpora.mjs";
import { compareEdges, FAULTS } from "./edges.mjs";
import { copyOf } from "./workspaces.mjs";

const WORKSPACES = ["viem", "effect", "zod", "rxjs", "ethers", "@trpc/server"];
const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: "string", multiple: true } } });

const rows = {};
for (const { name, folder } of positionals.length > 0 ? positionals.map(copyOf) : [layOutWorkspaces()]) {
  const { counts, differences } = await compareEdges(folder);
  rows[name] = counts;
  const shown = differences.filter(({ kind }) => [...FAULTS, ...(values.show ?? [])].includes(kind));
  for (const { kind, path, specifier, found, wanted } of shown)
    console.error(`${kind}: ${name}/${path}: "${specifier}" leads to ${found}, in TypeScript to ${wanted}`);
  if (FAULTS.some((kind) => counts[kind] > 0)) process.exitCode = 1;
}
console.table(rows);

function layOutWorkspaces() {
  const modules = install("corpora", corpora);
  const into = join(bench, "workspaces");
  rmSync(into, { recursive: true, force: true });
  for (const name of WORKSPACES) {
    cpSync(join(modules, name), join(into, "packages", name), {
      recursive: true,
      filter: (path) => !path.slice(modules.length + name.length + 1).includes("node_modules"),
    });
    mkdirSync(dirname(join(into, "node_modules", name)), { recursive: true });
    symlinkSync(join(into, "packages", name), join(into, "node_modules", name));
  }
  writeFileSync(
    join(into, "package.json"),
    JSON.stringify({ name: "workspaces", private: true, workspaces: ["packages/*", "packages/@trpc/*"] }),
  );
  writeFileSync(
    join(into, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        paths: { "~rx/*": ["./packages/rxjs/src/internal/*"], "@effect-core": ["./packages/effect/src/index.ts"] },
      },
    }),
  );
  // An application that uses all of them, by name, by subpath and by alias.
  const uses = [
    "zod",
    "zod/v4",
    "zod/mini",
    "viem",
    "viem/chains",
    "viem/actions",
    "rxjs",
    "rxjs/operators",
    "ethers",
    "@trpc/server",
    "@trpc/server/http",
    "~rx/Observable",
    "~rx/util/noop",
    "@effect-core",
    "../packages/zod/src/index.js",
  ];
  mkdirSync(join(into, "app"));
  writeFileSync(
    join(into, "app", "main.ts"),
    uses.map((use, index) => `import * as x${index} from "${use}";\n`).join(""),
  );
  return { name: "packages as workspaces", folder: realpathSync(into) };
}
