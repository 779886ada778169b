// Holds what generated backends say of themselves, and how they answer, to verifiers that others wrote: the API's description, its answers to requests
// that are made up from it, metrics, alerts, the code, the lockfile. Each must refuse bad twins first; one that is missing is "not run", and then
// the whole is not done. The packages go to a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { develop } from "../bench/topologies/system.mjs";
import * as described from "./verify-api/described.mjs";
import * as promtool from "./verify-api/promtool.mjs";
import { projects } from "./verify-api/projects.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-api-"));

function run(cwd, program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`not run: ${program} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

function make({ name, spec }) {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "architecture.yaml"), spec);
  run(project, process.execPath, [join(root, "bin/keybeam.js"), "generate"]);
  run(project, "npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]);
  return project;
}

const textOf = async (url) => (await fetch(url)).text();

/** What a project says of itself when it runs. */
async function said(project) {
  const path = "/openapi.json";
  const system = await develop(project, path);
  try {
    return { openapi: await textOf(new URL(path, system.url)), metrics: await textOf(`http://127.0.0.1:${system.env.ADMIN_PORT}/metrics`) };
  } finally {
    await system.stop();
  }
}

async function main() {
  run(folder, "npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, ...described.packages]);
  const missing = [];
  const systems = [];
  for (const project of projects) systems.push({ ...project, ...(await said(make(project))) });
  await described.verify(folder, systems.map(({ name, openapi, excused }) => ({ name, text: openapi, excused })));
  const program = promtool.promtoolIn(folder);
  if (program === null) missing.push("promtool: no prometheus to be had");
  else await promtool.verifyMetrics(program, systems.map(({ metrics }) => metrics));
  if (missing.length > 0) throw new Error(`not run: ${missing.join("; ")}`);
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
