// What is done on one Node, which runs this: steps.mjs <its version> [what to leave out ...]
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { usePostgresOf } from "../../bench/topologies/postgres.mjs";
import { generate, install, mustRun } from "../../bench/topologies/project.mjs";
import { develop, start } from "../../bench/topologies/system.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [version, ...without] = process.argv.slice(2);
const found = mustRun("node", ["--version"], root).trim();
if (process.version !== `v${version}` || found !== process.version) throw new Error(`v${version} is wanted; this is ${process.version}, and the path's ${found}`);
const home = mkdtempSync(join(tmpdir(), "keybeam-node-"));
// Postgres does not run as root; as somebody else it must reach its programs.
chmodSync(home, 0o755);

const examples = {
  notes: { topology: "monolith", path: "/v1/notes", main: "dist/apps/notes/main.js" },
  shop: { topology: "modular-monolith", path: "/v1/products", main: "dist/apps/shop/main.js" },
};

/** A list is answered to everybody in one, and asks for a token in the other. */
const isAnswer = (status) => status === 200 || status === 401;

async function answersBuilt(folder, name, { path, main }) {
  const { url, release } = await usePostgresOf(folder, name);
  try {
    await (await start(folder, path, process.execPath, [main], { DATABASE_URL: url, NODE_ENV: "development" }, isAnswer)).stop();
  } finally {
    release();
  }
}

function stepsOf([name, example]) {
  const folder = join(home, name);
  const npm = (...args) => mustRun("npm", ["run", "--silent", ...args], folder);
  return [
    [`${name}: generate`, () => generate(folder, name, example.topology)],
    [`${name}: npm install`, () => install(folder, home)],
    [`${name}: types and format`, () => [mustRun("npx", ["tsc", "-p", "."], folder), mustRun("npx", ["biome", "check", "--error-on-warnings", "."], folder)]],
    [`${name}: npm test`, () => npm("test")],
    [`${name}: keybeam check`, () => mustRun(process.execPath, [join(root, "bin/keybeam.js"), "check", "--strict"], folder)],
    [`${name}: npm run dev`, async () => (await develop(folder, example.path, isAnswer)).stop()],
    [`${name}: npm run build`, () => npm("build")],
    [`${name}: start of what was built`, () => answersBuilt(folder, name, example)],
  ];
}

const all = [
  ["tests", [["npm run test:fast", () => mustRun("npx", ["vitest", "run", "--project", "fast", "--reporter=dot"], root)]]],
  ["demo", [["npm run demo", () => mustRun(process.execPath, ["scripts/demo.mjs"], root)]]],
  ...Object.entries(examples).map((one) => [one[0], stepsOf(one)]),
];

try {
  for (const [, steps] of all.filter(([name]) => !without.includes(name))) {
    for (const [title, run] of steps) {
      const begun = performance.now();
      try {
        await run();
        process.stdout.write(`ok ${process.version} ${title}, ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
      } catch (error) {
        process.exitCode = 1;
        process.stdout.write(`FAULT ${process.version} ${title}\n${error instanceof Error ? error.message.slice(-6_000) : error}\n`);
        // What follows needs it.
        break;
      }
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
