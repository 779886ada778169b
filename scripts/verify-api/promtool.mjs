import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
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

/** Rules with their drills: a drill that fails is a problem, and so is one that would not notice another rule. */
export async function verifyRules(promtool, folder, rulesAndDrills) {
  const at = join(folder, "rules");
  mkdirSync(at, { recursive: true });
  const held = (rules, drills) => {
    writeFileSync(join(at, "rules.yaml"), rules);
    writeFileSync(join(at, "rules.test.yaml"), drills);
    return [...problems(promtool, ["check", "rules", join(at, "rules.yaml")]), ...problems(promtool, ["test", "rules", join(at, "rules.test.yaml")])];
  };
  const drillsOf = new Map(rulesAndDrills);
  const [first] = rulesAndDrills[0] ?? [];
  const graph = rulesAndDrills.filter(([rules]) => rules.includes("graphql_failures_total"));
  await demand("promtool on alerts for GraphQL", graph.map(([rules]) => rules), { "fields that fail unseen": swap(/\|graphql_failures_total/g, "") }, (rules) => held(rules, drillsOf.get(rules) ?? graph[0]?.[1]));
  await demand(
    "promtool on alerts",
    rulesAndDrills.map(([rules]) => rules),
    {
      "an expression that is none": swap("expr: \"", "expr: \"("),
      "a rule twice": (text) => `${text}${text.slice(text.lastIndexOf("      - alert:"))}`,
      "a rule that fires a minute later": swap("for: 2m", "for: 3m"),
      "a budget that burns unseen": swap(/> 0\.072/g, "> 2"),
      "another share of requests": swap('status=~\\"5..\\"', 'status=~\\"4..\\"'),
      "a wait that is too long": swap("> 60", "> 600"),
      "a time that is twice as long": swap("[1h])) > 0", "[2h])) > 0"),
    },
    (rules) => held(rules, drillsOf.get(rules) ?? drillsOf.get(first)),
  );
}
