// Holds what keybeam generates for shipping to verifiers that others wrote. Each must refuse bad twins first; one that is missing is "not run",
// and then the whole is not done. The packages go to a temporary folder.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as cloudformation from "./verify-deploy/cloudformation.mjs";
import * as compose from "./verify-deploy/compose.mjs";
import * as dockerfiles from "./verify-deploy/dockerfiles.mjs";
import * as kubernetes from "./verify-deploy/kubernetes.mjs";
import * as nginx from "./verify-deploy/nginx.mjs";
import * as secrets from "./verify-deploy/secrets.mjs";
import * as workflows from "./verify-deploy/workflows.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-deploy-"));

const example = (name) => readFileSync(join(root, "examples", name, "architecture.yaml"), "utf8");
const scale = "scale: { orders: { min: 2, max: 10, cpu: 60%, memory: 256MiB }, catalog: { min: 3 } }";
const units = "units: { storefront: { services: [catalog, customers] } }";
const as = (spec, topology, deploy) => `${spec.replace(/^topology: .*$/m, `topology: ${topology}`)}\ndeploy: { ${deploy} }\n`;
const brokers = (spec, broker) => spec.replace(/^(queues:\n {2}[\w-]+:\n)/m, `$1    broker: ${broker}\n`);

const specs = {
  notes: as(example("notes"), "monolith", "target: compose"),
  shop: as(example("shop"), "modular-monolith", `target: kubernetes, ${scale}`),
  hybrid: as(example("shop"), "hybrid", `target: kubernetes, ${units}, ${scale}`),
  serverless: as(example("shop"), "serverless", `functions: service, ${scale}`),
  operations: as(example("shop"), "serverless", "functions: operation"),
  media: as(example("shop"), "hybrid", "units: { storefront: { services: [catalog, customers], as: functions } }"),
  microservices: as(example("shop"), "microservices", `target: kubernetes, ${scale}`),
  mtls: as(example("shop").replace("  model: jwt", "  model: jwt\n  betweenServices: mtls"), "microservices", `target: kubernetes, ${scale}`),
  rabbitmq: as(brokers(example("shop"), "rabbitmq"), "modular-monolith", "target: kubernetes"),
  nats: as(brokers(example("shop"), "nats"), "modular-monolith", "target: compose"),
};

function generate(name) {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "architecture.yaml"), specs[name]);
  const { status, stderr } = spawnSync(process.execPath, [join(root, "bin/keybeam.js"), "generate"], { cwd: project, encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} was not generated: ${stderr}`);
  return project;
}

function filesBelow(project, wanted) {
  const entries = readdirSync(project, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).filter((path) => wanted(path.slice(project.length + 1)));
  return paths.sort().map((path) => readFileSync(path, "utf8"));
}

async function main() {
  const packages = [...new Set([cloudformation, compose, dockerfiles, kubernetes, nginx, secrets, workflows].flatMap((one) => one.packages))];
  const npm = ["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages];
  const { status, stderr } = spawnSync("npm", npm, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`not run: ${stderr}`);
  const load = createRequire(join(folder, "package.json"));
  const projects = Object.keys(specs).map(generate);
  const each = (path) => projects.map((project) => join(project, path)).filter(existsSync).map((path) => readFileSync(path, "utf8"));
  const isManifest = (path) => /^deploy\/kubernetes\/(?!kustomization)/.test(path);
  const manifests = projects.map((project) => filesBelow(project, isManifest).join("---\n")).filter((text) => text !== "");

  const missing = await nginx.verify(load, each("deploy/nginx.conf"), folder);
  await cloudformation.verify(load, each("deploy/functions.yaml"));
  await compose.verify(load, each("deploy/compose.yaml"));
  await dockerfiles.verify(load, each("deploy/Dockerfile"));
  await kubernetes.verify(load, manifests);
  await workflows.verify(load, each(".github/workflows/ci.yml"));
  await secrets.verify(load, projects.map((project) => filesBelow(project, (path) => !path.startsWith(".keybeam")).join("\n")), folder);
  if (missing !== undefined) throw new Error(`not run: ${missing}`);
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
