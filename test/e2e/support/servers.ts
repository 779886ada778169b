import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "./command.ts";
import { eventually, freePorts } from "./wait.ts";

/** A server that a test started, on the loopback, with its data in a folder of its own. */
export interface Server {
  readonly url: string;
  /** As a power cut: kill -9. */
  readonly kill: () => Promise<void>;
  /** On the same port and the same data. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Recipe {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
  readonly url: string;
}

/** Whether the machine has a program. Where it has not, the test is not run, and in CI it fails. */
export const has = (program: string): boolean => {
  const found = spawnSync("sh", ["-c", `command -v ${program}`]).status === 0 || existsSync(program);
  if (!found && process.env["CI"] === "true") throw new Error(`${program} is not installed, and CI must not skip it.`);
  if (!found) console.warn(`NOT RUN: what needs ${program}, which is not installed.`);
  return found;
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket.destroy().destroyed)).once("error", () => resolve(false));
  });

const start = async (folder: string, { program, args, env = {}, port, url }: Recipe): Promise<Server> => {
  let child: ChildProcess;
  let ended: Promise<unknown>;
  const launch = async (): Promise<void> => {
    // In a group of its own: a start script and what it starts end together.
    child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore", detached: true });
    ended = new Promise((resolve) => child.once("exit", resolve));
    await eventually(`${program} answers on ${port}`, () => isOpen(port));
  };
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, name);
    await ended;
  };
  await launch();
  const kill = (): Promise<void> => signal("SIGKILL");
  return { url, kill, restart: launch, stop: () => kill().then(() => rmSync(folder, { recursive: true, force: true })) };
};

const folderFor = (name: string): string => mkdtempSync(join(tmpdir(), `keybeam-e2e-${name}-`));

export const startRedis = async (): Promise<Server> => {
  const [folder, port] = [folderFor("redis"), await freePorts(1)];
  const args = ["--bind", "127.0.0.1", "--port", String(port), "--appendonly", "yes", "--appendfsync", "always"];
  return start(folder, { program: "redis-server", args, port, url: `redis://127.0.0.1:${port}` });
};

export const startNats = async (): Promise<Server> => {
  const [folder, port] = [folderFor("nats"), await freePorts(1)];
  const args = ["-a", "127.0.0.1", "-p", String(port), "-js", "-sd", folder];
  return start(folder, { program: "nats-server", args, port, url: `nats://127.0.0.1:${port}` });
};

export const RABBITMQ = "/usr/lib/rabbitmq/bin/rabbitmq-server";

export const startRabbitmq = async (): Promise<Server> => {
  const [folder, port] = [folderFor("rabbitmq"), await freePorts(3)];
  mkdirSync(join(folder, "mnesia"));
  const env = {
    HOME: folder,
    RABBITMQ_NODENAME: `e2e${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(port + 1),
    RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_LOGS: "-",
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
    RABBITMQ_CONFIG_FILE: join(folder, "none"),
    RABBITMQ_CONF_ENV_FILE: "/dev/null",
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
    ERL_EPMD_PORT: String(port + 2),
    ERL_EPMD_ADDRESS: "127.0.0.1",
  };
  // Erlang's register of names would outlive the server that had started it.
  const names = spawn("epmd", ["-port", String(port + 2), "-address", "127.0.0.1"], { stdio: "ignore" });
  const server = await start(folder, { program: RABBITMQ, args: [], env, port, url: `amqp://127.0.0.1:${port}` });
  const stop = async (): Promise<void> => {
    await server.stop();
    names.kill("SIGKILL");
  };
  return { ...server, stop };
};

/** The cluster that Kafka's C library keeps for its own tests: the real protocol, in memory. */
export const startKafkaMock = async (): Promise<Server> => {
  const folder = folderFor("kafka");
  const log = join(folder, "log");
  const child = spawn("sh", ["-c", `exec kcat -X test.mock.num.brokers=1 -d mock -b mock:1 -P -t none > ${log} 2>&1`], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await eventually("the mock of Kafka says where it is", async () =>
    /bootstrap\.servers=([\d.:]+)/u.exec(spawnSync("cat", [log], { encoding: "utf8" }).stdout)?.[1],
  );
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  const restart = (): Promise<void> => Promise.reject(new Error("What is in memory alone cannot be restarted."));
  return { url: `kafka://${address}`, kill, restart, stop: () => kill().then(() => rmSync(folder, { recursive: true })) };
};

const FAUXQS = "1.9.2";

/** An emulator of SQS from npm, installed once. */
export const startSqsEmulator = async (): Promise<Server> => {
  const shared = join(tmpdir(), `keybeam-e2e-fauxqs-${FAUXQS}`);
  if (!existsSync(shared)) {
    const fresh = folderFor("fresh");
    writeFileSync(join(fresh, "package.json"), '{ "name": "emulator", "private": true, "type": "module" }');
    mustRun("npm", ["install", `fauxqs@${FAUXQS}`, "--no-audit", "--no-fund", "--loglevel=error"], { cwd: fresh });
    renameSync(fresh, shared);
  }
  const [folder, port] = [folderFor("sqs"), await freePorts(1)];
  const program = `import { startFauxqs } from "fauxqs"; await startFauxqs({ port: ${port}, logger: false, host: "127.0.0.1" });`;
  writeFileSync(join(shared, `start-${port}.mjs`), program);
  const args = [join(shared, `start-${port}.mjs`)];
  const server = await start(folder, { program: process.execPath, args, port, url: `http://127.0.0.1:${port}` });
  return { ...server, stop: () => server.stop().then(() => rmSync(args[0] ?? "")) };
};
