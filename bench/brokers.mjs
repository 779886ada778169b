// Messages a second from publishing to the end of handling: through the generated port, and by the bare client of the same
// server, in one run on one machine. node bench/brokers.mjs [messages]; wants redis-server, nats-server and rabbitmq-server.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const messages = Number(process.argv[2] ?? 3_000);
const home = mkdtempSync(join(tmpdir(), "keybeam-bench-brokers-"));
const project = join(home, "shop");
const children = [];

const must = (command, args, cwd) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
};

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy().destroyed));
    socket.once("error", () => resolve(false));
  });

const start = async (command, args, port, env = {}) => {
  const child = spawn(command, args, { cwd: home, env: { ...process.env, ...env }, stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  children.push(child);
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (await isOpen(port)) return true;
    if (child.pid === undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.error(`NOT RUN: ${command} did not start`);
  return false;
};

const startRabbitmq = async (port) => {
  const folder = join(home, "rabbitmq");
  mkdirSync(folder);
  const epmd = String(await freePort());
  const env = {
    HOME: folder,
    RABBITMQ_NODENAME: `bench${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
    RABBITMQ_CONFIG_FILE: join(folder, "none"),
    RABBITMQ_CONF_ENV_FILE: "/dev/null",
    ERL_EPMD_PORT: epmd,
    ERL_EPMD_ADDRESS: "127.0.0.1",
  };
  // Erlang's register of names would outlive the server that had started it.
  children.push(spawn("epmd", ["-port", epmd, "-address", "127.0.0.1"], { stdio: "ignore", detached: true }));
  return start("/usr/lib/rabbitmq/bin/rabbitmq-server", [], port, env);
};

/** The shop with one queue over each broker, so that all adapters are in one project. */
const makeProject = () => {
  mkdirSync(project);
  const over = ["orders.OrderPlaced", "orders.OrderCancelled", "payments.PaymentSettled"];
  const queues = ["redis", "nats", "rabbitmq"].map((broker, at) => `  over-${broker}: { carries: [${over[at]}], broker: ${broker} }`);
  const shop = readFileSync(join(root, "examples/shop/architecture.yaml"), "utf8");
  writeFileSync(join(project, "architecture.yaml"), shop.replace(/^queues:\n(?: .*\n)+/mu, `queues:\n${queues.join("\n")}\n`));
  must(process.execPath, [join(root, "bin/keybeam.js"), "generate"], project);
  const pins = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  delete pins.devDependencies.keybeam;
  writeFileSync(join(project, "package.json"), JSON.stringify(pins));
  must("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], project);
  cpSync(join(root, "bench/brokers"), join(project, "src/bench"), { recursive: true });
};

try {
  spawnSync("chmod", ["755", home]);
  makeProject();
  const [redis, nats, rabbitmq] = [await freePort(), await freePort(), await freePort()];
  const running = {
    redis: await start("redis-server", ["--port", String(redis), "--bind", "127.0.0.1", "--dir", home, "--appendonly", "yes"], redis),
    nats: await start("nats-server", ["-a", "127.0.0.1", "-p", String(nats), "-js", "-sd", join(home, "nats")], nats),
    rabbitmq: await startRabbitmq(rabbitmq),
  };
  const env = {
    ...process.env,
    MESSAGES: String(messages),
    ...(running.redis ? { REDIS_URL: `redis://127.0.0.1:${redis}` } : {}),
    ...(running.nats ? { NATS_URL: `nats://127.0.0.1:${nats}` } : {}),
    ...(running.rabbitmq ? { RABBITMQ_URL: `amqp://127.0.0.1:${rabbitmq}` } : {}),
  };
  const { status } = spawnSync(process.execPath, ["--import", "tsx", "src/bench/measure.mjs"], { cwd: project, env, stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  for (const child of children) {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
