// The generated nginx in front of what clients speak to, with the addresses of this machine in place of those of containers.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "./client.mjs";
import { eventually, freePorts } from "./system.mjs";

/** @returns a client of it and what it logged; null where the project has none or the machine has no nginx */
export async function startNginx(rig) {
  const generated = join(rig.folder, "deploy/nginx.conf");
  if (!existsSync(generated) || spawnSync("nginx", ["-v"]).error !== undefined) return null;
  const port = await freePorts(2);
  const file = join(rig.folder, ".black-box/nginx.conf");
  const log = join(rig.folder, ".black-box/access.log");
  const text = readFileSync(generated, "utf8")
    .replaceAll(/server [\w-]+:\d+/g, `server 127.0.0.1:${new URL(rig.system.url).port}`)
    .replace("listen 8080;", `listen 127.0.0.1:${port};`)
    .replace("listen 127.0.0.1:8081;", `listen 127.0.0.1:${port + 1};`)
    .replace("/dev/stdout", "/tmp/access.log")
    .replaceAll("/tmp/", `${join(rig.folder, ".black-box")}/`);
  writeFileSync(file, text);
  const child = spawn("nginx", ["-c", file, "-g", "daemon off;"], { stdio: "ignore" });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  const client = createClient(url, () => undefined);
  const close = async () => {
    client.close();
    // Its workers would outlive it if it were killed.
    if (child.exitCode === null) child.kill("SIGTERM");
    await exited;
  };
  await eventually("nginx answers", async () => (await fetch(`${url}/openapi.json`)).ok, 20_000).catch(async (error) => {
    await close();
    throw error;
  });
  return { ...client, close, served: () => readFileSync(log, "utf8").split("\n").filter((line) => line !== "").length };
}
