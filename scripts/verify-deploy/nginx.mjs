import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { demand, swap } from "./demand.mjs";

export const packages = [];

/** nginx itself reads the file; the names of containers mean nothing here, so each stands for this machine. */
export async function verify(_load, texts, folder) {
  if (spawnSync("nginx", ["-v"]).error !== undefined) return "nginx is not installed";
  const file = join(folder, "nginx.conf");
  await demand(
    "nginx -t",
    texts,
    {
      "a directive misspelt": swap("proxy_pass", "proxy_pas"),
      "a semicolon gone": swap("keepalive 32;", "keepalive 32"),
      "an upstream that there is not": swap(/proxy_pass http:\/\/\S+;/, "proxy_pass http://nowhere-to-be-found;"),
      "a duration that is none": swap("fail_timeout=5s", "fail_timeout=often"),
    },
    (text) => {
      const here = text
        .replace(/server [\w-]+:(\d+)/g, "server 127.0.0.1:$1")
        // What a test gives nginx for its standard output cannot be opened by name.
        .replace("/dev/stdout", "/tmp/access.log")
        .replaceAll("/tmp/", `${folder}/`);
      writeFileSync(file, here);
      const { status, stderr } = spawnSync("nginx", ["-t", "-c", file], { encoding: "utf8" });
      return status === 0 ? [] : stderr.split("\n").filter((line) => line.includes("[emerg]"));
    },
  );
  return undefined;
}
