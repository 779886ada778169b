// Holds a run with what earlier runs have kept to one without: the same report to the byte, all rules on, after files were touched, changed,
// added, moved and removed; with --changed too. Exit code 1 where there is a difference.
//   node bench/check/cold-equals-warm.mjs [--steps 12] [--seed 1]
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { corpora, install, sourcesOf } from "./corpora.mjs";

const keybeam = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "bin", "keybeam.js");
const { values } = parseArgs({ options: { steps: { type: "string", default: "12" }, seed: { type: "string", default: "1" } } });
const SPEC = `keybeam: 1
name: mixed
topology: monolith
layers:
  zod: { paths: ["src/zod/**"] }
  internal: { paths: ["src/rxjs/internal/**"], uses: [rxjs] }
  rxjs: { paths: ["src/rxjs/**"] }
  ethers: { paths: ["src/ethers/**"] }
check: { rules: { orphan: warn, statelessness: error, environment-outside-config: error, unused-allowance: warn, signature-leak: error, secret-in-code: warn } }
`;

const root = mkdtempSync(join(tmpdir(), "keybeam-cold-warm-"));
try {
  process.exitCode = await compare();
} finally {
  rmSync(root, { recursive: true });
}

async function compare() {
  layOut();
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "all");
  const random = randomFrom(Number(values.seed));
  let differences = 0;
  for (let step = 0; step <= Number(values.steps); step++) {
    const done = step === 0 ? "as it came" : change(random);
    // What has changed within the last two seconds is read anyway, and would show nothing.
    await sleep(2500);
    for (const flags of [[], ["--changed"]]) {
      const warm = check(flags);
      // What the first run kept is what a second one believes.
      const kept = flags.length === 0 ? check(flags) : warm;
      rmSync(join(root, ".keybeam"), { recursive: true, force: true });
      const cold = check(flags);
      const same = warm === cold && kept === cold;
      if (!same) differences++;
      process.stdout.write(`${same ? "same" : "DIFFERENT"}: ${done} ${flags.join(" ")}: ${JSON.stringify(JSON.parse(cold).summary)}\n`);
    }
  }
  return differences > 0 ? 1 : 0;
}

function layOut() {
  const modules = install("corpora", corpora);
  for (const corpus of corpora.filter(({ name }) => ["zod", "rxjs", "ethers"].includes(name))) {
    const from = join(modules, corpus.name, corpus.folder);
    for (const path of sourcesOf(corpus, modules)) cpSync(path, join(root, "src", corpus.name, path.slice(from.length + 1)));
  }
  writeFileSync(join(root, "architecture.yaml"), SPEC);
  writeFileSync(join(root, "package.json"), `{ "name": "mixed", "type": "module" }\n`);
  writeFileSync(join(root, ".gitignore"), ".keybeam\n");
}

/** One thing that people do to some file; what it was. */
function change(random) {
  const files = readdirSync(join(root, "src"), { recursive: true }).filter((path) => path.endsWith(".ts")).sort();
  const pick = () => join(root, "src", files[Math.floor(random() * files.length)]);
  const [file, other] = [pick(), pick()];
  const acts = {
    touched: () => utimesSync(file, 1, 1),
    "a state added": () => writeFileSync(file, `let count = 0;\nexport const counted = () => count++;\n${readFileSync(file, "utf8")}`),
    "imports taken out": () => writeFileSync(file, readFileSync(file, "utf8").replace(/^import .*$/gm, "")),
    removed: () => rmSync(file),
    moved: () => renameSync(file, `${file.slice(0, -3)}-moved.ts`),
    "written over": () => cpSync(other, file),
    "spec changed": () => writeFileSync(join(root, "architecture.yaml"), random() < 0.5 ? SPEC : SPEC.replace("uses: [rxjs]", "uses: [ethers]")),
    "tsconfig changed": () => writeFileSync(join(root, "tsconfig.json"), `{ "compilerOptions": { "paths": { "@${Math.floor(random() * 3)}/*": ["./src/*"] } } }`),
  };
  const names = Object.keys(acts);
  const name = names[Math.floor(random() * names.length)];
  acts[name]();
  return `${file.slice(root.length + 1)} ${name}`;
}

function check(flags) {
  return spawnSync(process.execPath, [keybeam, "check", "--format", "json", ...flags], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
}

function git(...args) {
  const { status, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** The mulberry32 generator. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
