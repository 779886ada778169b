import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { demand, swap } from "../verify-deploy/demand.mjs";

/** Debian's, where none is installed: unpacked beside the rest, not installed. Null where there is none to be had. */
export function promtoolIn(folder) {
  if (spawnSync("promtool", ["--version"]).status === 0) return "promtool";
  spawnSync("apt-get", ["download", "prometheus"], { cwd: folder });
  const archive = readdirSync(folder).find((name) => /^prometheus_.*\.deb$/.test(name));
  if (archive === undefined || spawnSync("dpkg", ["-x", archive, "prometheus"], { cwd: folder }).status !== 0) return null;
  return join(folder, "prometheus/usr/bin/promtool");
}

function problems(promtool, args, input) {
  const { status, stdout, stderr, error } = spawnSync(promtool, args, { encoding: "utf8", input });
  if (error !== undefined) throw error;
  return status === 0 ? [] : `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "");
}

/** What running systems say at `/metrics`. */
export const verifyMetrics = (promtool, texts) =>
  demand(
    "promtool on metrics",
    texts,
    {
      "a metric without a word on it": swap(/^# HELP http_request.*\n/m, ""),
      "a gauge that is named as a counter": (text) => `${text}# HELP things_total Things.\n# TYPE things_total gauge\nthings_total 1\n`,
      "a name in another case": (text) => text.replaceAll("nodejs_version_info", "nodejsVersion"),
    },
    (text) => problems(promtool, ["check", "metrics"], text),
  );
