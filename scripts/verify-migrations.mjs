// Holds every statement that a change of a spec brings to a database to squawk, which others wrote: long locks, rewrites, what cannot be run
// again. It must refuse bad twins first. The packages go to a temporary folder. Each migration is held as the migrate step sends it: a text in one
// transaction, a list with one for each of its texts but for what can run in none, and under the timeouts that the step sets.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { badTwins, changes, excused, excusedIn } from "./verify-migrations/changes.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-migrations-"));
const timeouts = "set lock_timeout = '3s';\nset statement_timeout = '1min';\n";

function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", ...options });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** The migrations of a project, each side of each as it is sent. */
async function migrationsOf(project) {
  const services = join(project, "src/services");
  const found = [];
  for (const service of readdirSync(services).sort()) {
    const migrations = join(services, service, "data/migrations");
    if (service === "accounts" || !existsSync(migrations)) continue;
    for (const file of readdirSync(migrations).filter((name) => /^\d/.test(name)).sort()) {
      const { code } = transformSync(readFileSync(join(migrations, file), "utf8"), { loader: "ts", format: "esm" });
      const [migration] = Object.values(await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`));
      for (const side of ["up", "down"]) found.push({ name: `${service}-${file.slice(0, -3)}-${side}`, side, sent: migration[side] });
    }
  }
  return found;
}

const isAlone = (text) => /\bconcurrently\b|\bcommit;/i.test(text);

const asSent = (sent) => (typeof sent === "string" ? sent : sent.map((text) => (isAlone(text) ? text : `begin;\n${text}\ncommit;`)).join("\n"));

/** squawk's complaints, each with the migration that it is about. */
function complaintsOn(migrations, squawk) {
  const below = mkdtempSync(join(folder, "sql-"));
  const path = ({ name }) => join(below, `${name}.sql`);
  const some = migrations.filter(({ sent }) => sent.length > 0);
  for (const one of some) writeFileSync(path(one), `${timeouts}${asSent(one.sent)}`);
  const groups = [[some.filter(({ sent }) => typeof sent === "string"), ["--assume-in-transaction"]], [some.filter(({ sent }) => typeof sent !== "string"), []]];
  return groups.flatMap(([group, flags]) => {
    if (group.length === 0) return [];
    const { status, stdout, stderr } = run(squawk, ["--pg-version", "15", "--reporter", "json", "--exclude", excused.everywhere.join(), ...flags, ...group.map(path)]);
    if (status !== 0 && status !== 1) throw new Error(`squawk ended with ${status}: ${stderr}`);
    return JSON.parse(stdout).map(({ file, rule_name: rule, message }) => ({ of: group.find((one) => path(one) === file), rule, message }));
  });
}

const isExcused = ({ rule, of }) => (excused[of.side] ?? []).includes(rule);

async function main() {
  const { status, stderr } = run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, "squawk-cli@2.66.0"], { cwd: folder });
  if (status !== 0) throw new Error(`not run: ${stderr}`);
  const squawk = join(folder, "node_modules/.bin/squawk");
  for (const [rule, text] of Object.entries(badTwins)) {
    const found = complaintsOn([{ name: "twin", side: "up", sent: text }], squawk);
    if (!found.some((one) => one.rule === rule && !isExcused(one))) throw new Error(`squawk takes what ${rule} should refuse:\n${text}`);
  }
  console.log(`${Object.keys(badTwins).length} bad twins refused`);
  let bad = 0;
  for (const [name, [before, after, contract]] of Object.entries(changes)) {
    const project = join(folder, name);
    mkdirSync(project);
    for (const [spec, more] of [[before, []], [after, []], ...(contract === undefined ? [] : [[after, ["--contract", contract]]])]) {
      writeFileSync(join(project, "architecture.yaml"), spec);
      const made = run(process.execPath, [join(root, "bin/keybeam.js"), "generate", ...more], { cwd: project });
      if (made.status !== 0) throw new Error(`${name} was not generated: ${made.stderr}`);
    }
    const migrations = await migrationsOf(project);
    const found = complaintsOn(migrations, squawk).filter((one) => !isExcused(one) && !(excusedIn[name] ?? []).includes(one.rule));
    bad += found.length;
    console.log(`${name}: ${migrations.length / 2} migrations, ${found.length} complaints`);
    for (const { of, rule, message } of found) console.log(`  ${of.name} ${rule}: ${message}\n${asSent(of.sent).replace(/^/gm, "    ")}`);
  }
  if (bad > 0) process.exitCode = 1;
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
