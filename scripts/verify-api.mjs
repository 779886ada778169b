// Holds what generated backends say of themselves, and how they answer, to verifiers that others wrote: the API's description, its answers to requests
// that are made up from it, metrics, alerts, the code, the lockfile. Each must refuse bad twins first; one that is missing is "not run", and then
// the whole is not done. The packages go to a temporary folder.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { develop } from "../bench/topologies/system.mjs";
import * as asyncapi from "./verify-api/asyncapi.mjs";
import * as code from "./verify-api/code.mjs";
import * as described from "./verify-api/described.mjs";
import * as graphql from "./verify-api/graphql.mjs";
import * as promtool from "./verify-api/promtool.mjs";
import { projects, promises } from "./verify-api/projects.mjs";
import * as specmatic from "./verify-api/specmatic.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-api-"));

function run(cwd, program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`not run: ${program} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

/** @param example whose code by hand is in it, too */
function generate(name, spec, example) {
  const project = join(folder, name);
  mkdirSync(project);
  if (example !== undefined) cpSync(join(root, "examples", example, "src"), join(project, "src"), { recursive: true });
  writeFileSync(join(project, "architecture.yaml"), spec);
  run(project, process.execPath, [join(root, "bin/keybeam.js"), "generate"]);
  return project;
}

function make({ name, spec, example }) {
  const project = generate(name, spec, example);
  run(project, "npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]);
  return project;
}

function alertsIn(project) {
  const [rules, drills] = ["rules.yaml", "rules.test.yaml"].map((name) => join(project, "deploy/prometheus", name));
  return existsSync(rules) ? [[readFileSync(rules, "utf8"), readFileSync(drills, "utf8")]] : [];
}

function schemasIn(project) {
  const schemas = join(project, "docs/graphql");
  return readdirSync(schemas).map((name) => readFileSync(join(schemas, name), "utf8"));
}

const textOf = async (url) => (await fetch(url)).text();

/** What `ask` makes of a project that runs. */
async function running(project, ask) {
  const path = "/openapi.json";
  const system = await develop(project, path);
  try {
    return await ask(await textOf(new URL(path, system.url)), system);
  } finally {
    await system.stop();
  }
}

/** What a project says of itself. */
const said = (project) =>
  running(project, async (openapi, { env }) => ({ openapi, metrics: await textOf(`http://127.0.0.1:${env.ADMIN_PORT}/metrics`) }));

/** What it answers where somebody asks it; undefined, or why nobody could. */
const asked = (project) =>
  running(project, (openapi, { url }) =>
    specmatic.verify(folder, { url, openapi, token: run(project, "npm", ["run", "--silent", "token", "--", "--role", "admin", "--user", "bob"]).trim() }));

async function main() {
  // Nothing of theirs is compiled or run at that: none of it is needed.
  run(folder, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, ...asyncapi.packages, ...code.packages, ...described.packages, ...graphql.packages, ...specmatic.packages]);
  const missing = [];
  const made = projects.map(make);
  mkdirSync(join(folder, "lock"));
  await asyncapi.verify(createRequire(join(folder, "package.json")), made.map((project) => join(project, "docs/asyncapi.json")).filter(existsSync).map((path) => readFileSync(path, "utf8")));
  await graphql.verify(createRequire(join(folder, "package.json")), graphql.projects.flatMap(({ name, spec }) => schemasIn(generate(name, spec))));
  await code.verifySource(folder, made);
  await code.verifyLockfiles(folder, made);
  await code.verifyMaterials(folder, made);
  const systems = [];
  for (const [index, project] of projects.entries()) systems.push({ ...project, ...(await said(made[index])) });
  await described.verify(folder, systems.map(({ name, openapi, excused }) => ({ name, text: openapi, excused })));
  const program = promtool.promtoolIn(folder);
  if (program === null) missing.push("promtool: no prometheus to be had");
  else {
    await promtool.verifyMetrics(program, systems.map(({ metrics }) => metrics));
    const others = promises.map((spec, index) => generate(`promise-${index}`, spec));
    await promtool.verifyRules(program, folder, [...made, ...others].flatMap(alertsIn));
  }
  // Last, for it takes longest.
  for (const project of made.filter((_, index) => projects[index].isAsked)) {
    const reason = await asked(project);
    if (reason !== undefined) missing.push(reason);
  }
  if (missing.length > 0) throw new Error(`not run: ${missing.join("; ")}`);
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
