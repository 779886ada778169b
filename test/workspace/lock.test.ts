import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { nodeDisk, writeProject } from "../../src/workspace/index.ts";
import { isAlive, isStopped, releaseLock, takeLock, thisProcess } from "../../src/workspace/lock.ts";
import { sharedDisk } from "./crashing-disk.ts";
import { contentsOf, save, temporaryFolder, treeOf } from "./project.ts";

/** A process that lives until the test is over, as an owner of locks. */
async function neighbour(): Promise<{ readonly child: ChildProcess; readonly owner: ReturnType<typeof thisProcess> }> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
  const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return { child, owner: { ...thisProcess(), pid: child.pid ?? 0, start } };
}

describe("the lock", () => {
  it("goes to one process at a time", async () => {
    const disk = nodeDisk(temporaryFolder());
    const { owner } = await neighbour();
    expect(takeLock(disk, owner)).toBeNull();
    expect(takeLock(disk)?.pid).toBe(owner.pid);
    releaseLock(disk);
    expect(takeLock(disk)?.pid).toBe(owner.pid);
    releaseLock(disk, owner);
    expect(takeLock(disk)).toBeNull();
  });

  it("stops a run, which says who has it and writes nothing", async () => {
    const folder = temporaryFolder();
    const { owner } = await neighbour();
    takeLock(nodeDisk(folder), owner);
    const before = contentsOf(folder);
    const [, diagnostics] = writeProject(nodeDisk(folder), treeOf({ "a.ts": "a\n" }), { keybeam: "1" });
    expect(diagnostics.map((one) => one.rule)).toEqual(["locked"]);
    expect(diagnostics[0]?.message).toContain(String(owner.pid));
    expect(contentsOf(folder)).toEqual(before);
  });

  it("of a process that is stopped is its own still: the other run says so, and how it can go on", async () => {
    const folder = temporaryFolder();
    const { child, owner } = await neighbour();
    takeLock(nodeDisk(folder), owner);
    child.kill("SIGSTOP");
    await expect.poll(() => isStopped(owner), { timeout: 10_000 }).toBe(true);
    const [, [fault]] = writeProject(nodeDisk(folder), treeOf({ "a.ts": "a\n" }), { keybeam: "1" });
    expect(fault).toMatchObject({ rule: "locked", message: expect.stringContaining(`process ${owner.pid} on ${owner.host}, is stopped`), help: expect.stringContaining(`kill -CONT ${owner.pid}`) });
    child.kill("SIGCONT");
    await expect.poll(() => isStopped(owner), { timeout: 10_000 }).toBe(false);
    expect(takeLock(nodeDisk(folder))?.pid).toBe(owner.pid);
  });

  it("of a process that was killed is taken over", async () => {
    const disk = nodeDisk(temporaryFolder());
    const { child, owner } = await neighbour();
    takeLock(disk, owner);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(takeLock(disk)).toBeNull();
  });

  it("is not held by a number that another process has now, nor from before the machine's start, nor by nonsense", () => {
    const self = thisProcess();
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, start: "1" })).toBe(false);
    expect(isAlive({ ...self, boot: "another" })).toBe(false);
    const folder = temporaryFolder();
    save(folder, ".keybeam/lock", "nonsense");
    expect(takeLock(nodeDisk(folder))).toBeNull();
  });

  it("of another machine counts as held", () => {
    expect(isAlive({ ...thisProcess(), pid: 1, host: `not-${hostname()}` })).toBe(true);
  });

  it("leaves no trace of processes that died while they took it", () => {
    const folder = temporaryFolder();
    save(folder, `.keybeam/lock.${2 ** 30}`, JSON.stringify({ ...thisProcess(), pid: 2 ** 30 }));
    writeProject(nodeDisk(folder), treeOf({ "a.ts": "a\n" }), { keybeam: "1" });
    expect(Object.keys(contentsOf(folder)).filter((path) => path.includes("lock"))).toEqual([]);
  });

  it("may be given back, and any claim on it, between the moment when a run sees it and the one when it reads it", async () => {
    const { owner } = await neighbour();
    for (const vanishing of [".keybeam/lock", `.keybeam/lock.${owner.pid}`]) {
      const folder = temporaryFolder();
      save(folder, vanishing, JSON.stringify(owner));
      const disk = nodeDisk(folder);
      const late = { ...disk, read: (path: string): Buffer => {
        if (path === vanishing) rmSync(join(folder, path), { force: true });
        return disk.read(path);
      } };
      const [, diagnostics] = writeProject(late, treeOf({ "a.ts": "a\n" }), { keybeam: "1" });
      expect(diagnostics).toEqual([]);
      expect(existsSync(join(folder, "a.ts"))).toBe(true);
    }
  });

  it("may be gone with its folder, where a run that wrote nothing ends right before this one lays its claim", () => {
    const folder = temporaryFolder();
    const meanwhile = (): void => rmdirSync(join(folder, ".keybeam"));
    expect(takeLock(sharedDisk(nodeDisk(folder), 2, meanwhile))).toBeNull();
    expect(takeLock(nodeDisk(folder))).toMatchObject({ pid: process.pid });
  });

  it("leaves its folder to the run that lays its claim at the end of one that wrote nothing", () => {
    const folder = temporaryFolder();
    const disk = nodeDisk(folder);
    const claim = ".keybeam/lock.1";
    const busy = { ...disk, removeFolder: (path: string): void => {
      save(folder, claim, "{}");
      disk.removeFolder(path);
    } };
    save(folder, "a.ts", "mine\n");
    const [, diagnostics] = writeProject(busy, treeOf({ "a.ts": "a\n" }), { keybeam: "1" });
    expect(diagnostics.map(({ rule }) => rule)).toEqual(["foreign-file"]);
    expect(Object.keys(contentsOf(folder))).toEqual([claim, "a.ts"]);
  });
});
