import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { contentsOf, projectFiles, save, temporaryFolder } from "../workspace/project.ts";

const bin = new URL("../../bin/keybeam.js", import.meta.url).pathname;
const smallest = readFileSync("examples/notes/architecture.yaml", "utf8");
const plain = { PATH: process.env.PATH ?? "", HOME: "/nonexistent" };

function keybeam(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, env: { ...plain, ...env }, encoding: "utf8", input: "" });
  return { code: status, stdout, stderr };
}

function shell(cwd: string, command: string): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { cwd, env: { ...plain, KEYBEAM: `${process.execPath} ${bin}` }, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

function withSpec(text = smallest): string {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", text);
  return folder;
}

describe("the command line", () => {
  it("answers help and version on stdout with 0, for every command", () => {
    const folder = temporaryFolder();
    for (const args of [["--help"], ["--version"], ...["new", "validate", "plan", "generate", "check", "explain", "schema"].map((name) => [name, "--help"])]) {
      const { code, stdout, stderr } = keybeam(folder, args);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
      expect(stdout.length).toBeGreaterThan(4);
    }
    expect(keybeam(folder, ["generate", "--help"]).stdout).toContain("Examples:\n  keybeam generate");
    expect(keybeam(folder, ["--help"]).stdout).toContain("1 MiB");
  });

  it.each([
    [["chek"], "Did you mean check?"],
    [["check", "--formt", "json"], "Did you mean --format?"],
    [["check", "--format=../x"], "It is one of pretty, json, sarif"],
    [["check", "--format="], "It is one of pretty, json, sarif"],
    [["check", "--format", "json", "--format", "pretty"], "Two would go to stdout"],
    [["new", "x", "--name="], "It needs a value."],
    [["validate", "a.yaml", "b.yaml"], "Too many arguments"],
    [["explain", "layer-use"], "keybeam explain layer-uses"],
    [["new", "x", "--example", "shp"], "Did you mean --example shop?"],
    [["new", "x", "--example", "shop", "--spec", "a.yaml"], "exclude one another"],
    [[], "Usage"],
  ])("refuses %j with 2, on stderr, and says what was meant", (args, said) => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = keybeam(folder, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
    expect(contentsOf(folder)).toEqual({});
  });

  it("refuses a command with a name of 100,000 characters", () => {
    const { code, stderr } = keybeam(temporaryFolder(), ["x".repeat(100_000)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Unknown command .{60,90}\n/);
  });

  it("asks nothing without a terminal: what is missing is named by its flag", () => {
    const folder = temporaryFolder();
    expect(keybeam(folder, ["new"]).stderr).toContain("keybeam new <dir>");
    const { code, stderr } = keybeam(folder, ["new", "demo"]);
    expect(code).toBe(2);
    for (const flag of ["--service", "--entity", "--fields", "--topology", "--auth", "--yes"]) expect(stderr).toContain(flag);
    expect(contentsOf(folder)).toEqual({});
  });
});

describe("streams", () => {
  it("are split: the result on stdout, talk on stderr, no colour and no movement off a terminal", () => {
    const folder = withSpec();
    const { code, stdout, stderr } = keybeam(folder, ["generate"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ files: \d+ created\n\nNext: npm install\n$/);
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout + stderr).not.toContain("\r");
  });

  it("are coloured by FORCE_COLOR, and not where NO_COLOR is set", () => {
    const folder = withSpec("keybeam: 1\nnme: x\n");
    expect(keybeam(folder, ["validate"], { FORCE_COLOR: "1" }).stderr).toContain("\u001b[");
    expect(keybeam(folder, ["validate"], { FORCE_COLOR: "1", NO_COLOR: "1" }).stderr).not.toContain("\u001b[");
  });

  it("that are closed, full, or left by their reader end in the code that is true", () => {
    const folder = withSpec();
    expect(shell(folder, "$KEYBEAM validate > /dev/full").code).toBe(2);
    expect(shell(folder, "$KEYBEAM validate > /dev/full").stderr).toContain("ENOSPC");
    expect(shell(folder, "set -o pipefail; $KEYBEAM schema | head -1 > /dev/null").code).toBe(0);
    expect(shell(folder, "$KEYBEAM validate >&-").code).toBe(0);
    expect(shell(folder, "$KEYBEAM validate 2>&-").code).toBe(0);
  });

  it("are the same bytes under every locale, zone and umask", () => {
    const folder = withSpec();
    const usual = keybeam(folder, ["plan", "--format", "json"]);
    expect(usual.code).toBe(1);
    for (const env of [{ LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, { TZ: "Pacific/Chatham" }, { TERM: "dumb" }]) expect(keybeam(folder, ["plan", "--format", "json"], env)).toEqual(usual);
    const other = withSpec();
    keybeam(folder, ["generate"], { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" });
    expect(shell(other, "umask 077; $KEYBEAM generate").code).toBe(0);
    expect(contentsOf(other)).toEqual(contentsOf(folder));
  });
});

describe("a world that is broken", () => {
  const refused = (message: string): unknown => ({ code: 2, stdout: "", stderr: expect.stringMatching(new RegExp(`^error [a-z-]+ ${message}\\n {2}help: .*\\n\\n1 error, 0 warnings\\n$`)) });

  it("is said in one diagnostic: a folder that is gone, an argument that is no UTF-8", () => {
    const folder = temporaryFolder();
    for (const words of ["plan", "generate", "new x --yes", "--version"]) expect(shell(folder, `mkdir gone; cd gone; rmdir ../gone; $KEYBEAM ${words}`)).toEqual(refused("The current folder is gone, or may not be read\\."));
    expect(shell(folder, "$KEYBEAM new $'b\\xffd' --example notes --yes")).toEqual(refused("An argument holds bytes that are no UTF-8\\."));
    expect(contentsOf(folder)).toEqual({});
  });

  it("is said before anything is written: a folder that may not be read, or not written to", () => {
    const folder = withSpec();
    keybeam(folder, ["generate"]);
    save(folder, "architecture.yaml", smallest.replace("name: notes", "name: diary"));
    const before = contentsOf(folder);
    // Root may do everything.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) spawnSync("chown", ["-R", "65534:65534", folder]);
    const as = isRoot ? "setpriv --reuid 65534 --regid 65534 --clear-groups" : "";
    const nobody = (words: string, mode = "755"): ReturnType<typeof shell> => shell("/", `cd ${folder} && chmod ${mode} ${folder}; ${as} $KEYBEAM ${words}; code=$?; chmod 755 ${folder}; exit $code`);
    spawnSync("chmod", ["555", join(folder, "src/apps")]);
    expect(nobody("generate")).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining("error file-system src/apps:1:1 The system refuses to write in src/apps (EACCES); nothing was written.") });
    expect(contentsOf(folder)).toEqual(before);
    for (const words of ["generate", "plan", "check", "init", "undo", "new x --example notes --yes"]) expect(nobody(words, "000")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/EACCES(?!.*bug:)/s) });
  });

  it("without a home does not matter", () => expect(shell(withSpec(), "unset HOME; $KEYBEAM generate").code).toBe(0));
});

describe("exit codes", () => {
  it("are 2 for a spec with errors, each with its place, in prose and as JSON", () => {
    const folder = withSpec("keybeam: 1\nname: x\nservces: {}\n");
    const { code, stdout, stderr } = keybeam(folder, ["validate"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/error \S+ architecture\.yaml:3:1 /);
    const report = JSON.parse(keybeam(folder, ["validate", "--format", "json"]).stdout);
    expect(report).toMatchObject({ version: 1, command: "validate", exitCode: 2 });
    expect(keybeam(folder, ["generate"]).code).toBe(2);
    expect(Object.keys(contentsOf(folder))).toEqual(["architecture.yaml"]);
  });

  it("are 0 for warnings alone, and 1 with --strict", () => {
    const folder = withSpec(`${smallest}deploy: { functions: operation }\n`);
    expect(keybeam(folder, ["validate"])).toMatchObject({ code: 0, stderr: "" });
    expect(keybeam(folder, ["validate"]).stdout).toContain("1 warning");
    expect(keybeam(folder, ["validate", "--strict"]).code).toBe(1);
  });

  it("are 2 where the spec is no file, and never wait for one", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "folder.yaml"));
    spawnSync("mkfifo", [join(folder, "pipe.yaml")]);
    for (const spec of ["none.yaml", "folder.yaml", "pipe.yaml", "/dev/zero"]) {
      const { code, stderr } = keybeam(folder, ["validate", spec]);
      expect({ spec, code }).toEqual({ spec, code: 2 });
      expect(stderr).toContain("spec-not-a-file");
    }
  });

  it("are 1 for a conflict: the edited file stays, the new rendering lies beside it", () => {
    const folder = withSpec();
    keybeam(folder, ["generate"]);
    save(folder, "README.md", "mine\n");
    save(folder, "architecture.yaml", smallest.replace("name: notes", "name: diary"));
    const { code, stdout, stderr } = keybeam(folder, ["generate"]);
    expect(code).toBe(1);
    expect(stdout).toContain("! README.md");
    expect(stderr).toContain(".keybeam/conflicts/README.md");
    expect(projectFiles(folder)["README.md"]).toBe("mine\n");
    expect(existsSync(join(folder, ".keybeam/conflicts/README.md"))).toBe(true);
  });

  it("are 2 where a file of the user's is in the way, and nothing was written", () => {
    const folder = withSpec();
    save(folder, "package.json", '{ "mine": true }\n');
    const before = contentsOf(folder);
    const { code, stderr } = keybeam(folder, ["generate"]);
    expect(code).toBe(2);
    expect(stderr).toContain("foreign-file package.json:1:1");
    expect(contentsOf(folder)).toEqual(before);
  });
});

describe("generate", () => {
  it("changes nothing the second time, not even a time", () => {
    const folder = withSpec();
    keybeam(folder, ["generate"]);
    const times = (): readonly number[] => Object.keys(contentsOf(folder)).map((path) => statSync(join(folder, path)).mtimeMs);
    const before = [contentsOf(folder), times()];
    expect(keybeam(folder, ["generate"]).stdout).toMatch(/^\d+ files: \d+ unchanged(, \d+ yours)?\n$/);
    expect([contentsOf(folder), times()]).toEqual(before);
  });

  it("says what it would do before it does, and plan writes nothing", () => {
    const folder = withSpec();
    const { code, stdout } = keybeam(folder, ["plan"]);
    expect(code).toBe(1);
    expect(stdout).toContain("+ package.json");
    expect(Object.keys(contentsOf(folder))).toEqual(["architecture.yaml"]);
  });

  it("knows after a run that nothing is to be done, says the same when it looks again, and sees an edit at once", () => {
    const folder = withSpec();
    keybeam(folder, ["generate"]);
    const index = join(folder, ".keybeam/cache/plan");
    expect(existsSync(index)).toBe(true);
    const known = keybeam(folder, ["plan", "--format", "json"]);
    expect(known.code).toBe(0);
    rmSync(index);
    expect(keybeam(folder, ["plan", "--format", "json"])).toEqual(known);
    expect(existsSync(index)).toBe(true);
    expect(keybeam(folder, ["plan", "--format", "json"])).toEqual(known);
    writeFileSync(join(folder, "README.md"), "Mine.\n");
    expect(keybeam(folder, ["plan"]).stdout).toMatch(/^= README\.md {2}differs from its rendering/m);
    rmSync(join(folder, "README.md"));
    expect(keybeam(folder, ["plan"]).stdout).toMatch(/^x README\.md {2}you deleted it/m);
    save(folder, "architecture.yaml", `${smallest}# A word.\n`);
    expect(keybeam(folder, ["plan"]).code).toBe(0);
  });

  it("reports paths from the folder it was run in", () => {
    const folder = temporaryFolder();
    save(folder, "inner/architecture.yaml", smallest);
    save(folder, "inner/package.json", "{}\n");
    expect(keybeam(folder, ["generate", "inner/architecture.yaml"]).stderr).toContain("foreign-file inner/package.json:1:1");
  });

  it("finishes before it obeys a signal, and leaves a whole tree", async () => {
    const whole = withSpec();
    keybeam(whole, ["generate"]);
    for (const delay of [60, 90, 120, 150, 200]) {
      const folder = withSpec();
      const child = spawn(process.execPath, [bin, "generate"], { cwd: folder, env: plain, stdio: "ignore" });
      setTimeout(() => child.kill("SIGINT"), delay);
      await new Promise((ended) => child.once("exit", ended));
      const now = Object.keys(contentsOf(folder));
      if (now.length > 1) expect(now).toEqual(Object.keys(contentsOf(whole)));
    }
  });
});

describe("a run that is stopped in the middle", () => {
  it("is waited for: another names it and writes nothing, and it goes on to the end that it would have had", async () => {
    const whole = withSpec();
    keybeam(whole, ["generate"]);
    let stopped = 0;
    for (let round = 0; round < 10 && stopped < 3; round++) {
      const folder = withSpec();
      const child = spawn(process.execPath, [bin, "generate"], { cwd: folder, env: plain, stdio: "ignore" });
      const ended = new Promise<number | null>((done) => child.once("exit", done));
      while (!existsSync(join(folder, ".keybeam/lock")) && child.exitCode === null) await setImmediate();
      child.kill("SIGSTOP");
      const locked = keybeam(folder, ["generate"]);
      child.kill("SIGCONT");
      if (locked.stderr.includes("is stopped in the middle")) {
        stopped++;
        expect(locked).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(new RegExp(`error locked .* process ${child.pid} on .*\n {2}help: .*kill -CONT ${child.pid}`)) });
      }
      expect(await ended).toBe(0);
      expect(contentsOf(folder)).toEqual(contentsOf(whole));
    }
    expect(stopped).toBe(3);
  });
});

describe("eight at once", () => {
  it("leave the tree of one: who does not have the lock, or comes after with what is old, says so and writes nothing", async () => {
    const whole = withSpec();
    keybeam(whole, ["generate"]);
    for (let round = 0; round < 5; round++) {
      const folder = withSpec();
      const codes = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const child = spawn(process.execPath, [bin, "generate", "--format", "json"], { cwd: folder, env: plain });
          let stdout = "";
          child.stdout.on("data", (piece: Buffer) => {
            stdout += piece.toString();
          });
          const code = await new Promise<number | null>((ended) => child.once("close", ended));
          const rules: readonly string[] = JSON.parse(stdout).diagnostics.map((one: { rule: string }) => one.rule);
          return code === 2 ? rules.join() : String(code);
        }),
      );
      // Who read the project before the one had written, and gets the lock after it, refuses as well: what it read is no longer there.
      expect(codes.filter((code) => !["locked", "conflict", "0"].includes(code))).toEqual([]);
      expect(codes).toContain("0");
      expect(contentsOf(folder)).toEqual(contentsOf(whole));
    }
  });
});

describe("new", () => {
  it("makes a project of an example, and says what comes next", () => {
    const folder = temporaryFolder();
    const { code, stdout } = keybeam(folder, ["new", "demo", "--example", "notes", "--yes"]);
    expect(code).toBe(0);
    expect(stdout).toContain("  cd demo\n  npm install\n  npm run dev\n");
    const [schemaLine, ...spec] = readFileSync(join(folder, "demo/architecture.yaml"), "utf8").split("\n");
    expect(schemaLine).toBe("# yaml-language-server: $schema=./node_modules/keybeam/schemas/architecture.schema.json");
    expect(spec.join("\n")).toBe(smallest);
    expect(keybeam(join(folder, "demo"), ["plan"]).code).toBe(0);
    expect(keybeam(folder, ["new", "demo", "--example", "notes", "--yes"]).stderr).toContain("holds a project already");
  });

  it("makes one from flags alone, with a spec that says what it is", () => {
    const folder = temporaryFolder();
    const flags = ["--service", "tasks", "--entity", "Task", "--fields", "title: string(1..80); done: bool = false", "--topology", "modular-monolith", "--auth", "jwt"];
    expect(keybeam(folder, ["new", "todo", ...flags])).toMatchObject({ code: 0 });
    const spec = readFileSync(join(folder, "todo/architecture.yaml"), "utf8");
    expect(spec).toMatch(/^# yaml-language-server: \$schema=/);
    expect(keybeam(join(folder, "todo"), ["validate"])).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, "todo/src/services/tasks/contract.ts"))).toBe(true);
  });

  it("takes a spec, and another name and topology with it", () => {
    const folder = withSpec();
    expect(keybeam(folder, ["new", "other", "--spec", "architecture.yaml", "--name", "diary", "--topology", "modular-monolith"]).code).toBe(0);
    expect(readFileSync(join(folder, "other/architecture.yaml"), "utf8")).toContain("name: diary\ntopology: modular-monolith");
    expect(keybeam(folder, ["new", ".", "--yes"]).stderr).toContain("other");
  });

  it("makes one in place where a spec lies alone", () => {
    const folder = withSpec();
    mkdirSync(join(folder, ".git"));
    expect(keybeam(folder, ["new", "."])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "architecture.yaml"), "utf8")).toBe(smallest);
  });

  it("refuses a folder that holds something, and answers that make no spec; nothing is written", () => {
    const folder = temporaryFolder();
    save(folder, "full/file.txt", "mine");
    expect(keybeam(folder, ["new", "full", "--yes"]).stderr).toContain("it is not empty: file.txt");
    expect(keybeam(folder, ["new", "x", "--fields", "title: strin", "--yes"]).code).toBe(2);
    expect(contentsOf(folder)).toEqual({ "full/file.txt": "mine" });
  });
});

describe("an unfinished transaction", () => {
  it("is refused by commands that only read, and named", () => {
    const folder = withSpec();
    keybeam(folder, ["generate"]);
    save(folder, ".keybeam/tx/journal.json", "{}");
    for (const words of [["plan"], ["check"], ["diff"], ["add", "field", "notes.Note.more", "int = 1"]]) {
      expect(keybeam(folder, words)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("unfinished-transaction") });
    }
    expect(keybeam(folder, ["generate"]).stderr).toContain("untrusted-journal");
  });
});

describe("a killed process", () => {
  it("at each rename, unlink, link and fsync leaves files whole, and the next run ends it", async () => {
    expect(spawnSync("strace", ["-V"]).status, "strace is not installed: this test is not run").toBe(0);
    const start = withSpec();
    keybeam(start, ["generate"]);
    const changed = smallest.replace("name: notes", "name: diary");
    const whole = temporaryFolder();
    spawnSync("cp", ["-a", `${start}/.`, whole]);
    save(whole, "architecture.yaml", changed);
    keybeam(whole, ["generate"]);
    const [old, fresh] = [projectFiles(start), projectFiles(whole)];
    const log = openSync("/dev/null", "w");
    const walk = async (call: string): Promise<void> => {
      let n = 0;
      for (let killed = true; killed && n < 200; ) {
        n += 1;
        const folder = temporaryFolder();
        spawnSync("cp", ["-a", `${start}/.`, folder]);
        save(folder, "architecture.yaml", changed);
        const inject = ["-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", `inject=${call}:signal=KILL:when=${n}`];
        const child = spawn("strace", [...inject, process.execPath, bin, "generate"], { cwd: folder, env: plain, stdio: ["ignore", log, log] });
        killed = (await new Promise((ended) => child.once("exit", ended))) !== 0;
        const now = projectFiles(folder);
        const torn = Object.keys(now).filter((path) => path !== "architecture.yaml" && !path.endsWith("/") && now[path] !== old[path] && now[path] !== fresh[path]);
        expect({ call, n, torn }).toEqual({ call, n, torn: [] });
        if (killed) await new Promise((ended) => spawn(process.execPath, [bin, "generate"], { cwd: folder, env: plain, stdio: "ignore" }).once("exit", ended));
        expect({ call, n, files: contentsOf(folder) }).toEqual({ call, n, files: contentsOf(whole) });
      }
      expect({ call, walked: n > 2 }).toEqual({ call, walked: true });
    };
    // Each walk waits for the disk, and for one process after the other.
    await Promise.all(["rename", "unlink", "link", "fsync"].map(walk));
  });
});
