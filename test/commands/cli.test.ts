import { describe, expect, it } from "vitest";
import { programFor } from "../../src/program.ts";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam, memorySink } from "./io.ts";

describe("the program", () => {
  it("calls an exception a bug, with the stack only where that is asked for", async () => {
    const folder = temporaryFolder();
    const broken = { get cwd(): string { throw new Error("planted\u001b[31m"); } };
    const world = Object.defineProperties({}, Object.getOwnPropertyDescriptors(broken));
    const io = (args: readonly string[]) => {
      const stderr = memorySink();
      return import("../../src/cli.ts").then(async ({ run }) => {
        const base = { env: {}, stdin: { isTty: false }, stdout: memorySink(), stderr };
        const code = await run(args, Object.defineProperty({ ...base, cwd: folder }, "cwd", Object.getOwnPropertyDescriptor(world, "cwd") ?? {}));
        return { code, text: stderr.text() };
      });
    };
    const quiet = await io(["validate"]);
    expect(quiet).toMatchObject({ code: 2 });
    expect(quiet.text).toContain("bug: planted");
    expect(quiet.text).not.toContain("\u001b");
    expect(quiet.text).not.toContain(" at ");
    expect((await io(["validate", "--debug"])).text).toContain(" at ");
  });

  it.each([["EPIPE", 0], ["ENOSPC", 2]])("whose stdout fails with %s ends in %i", async (code, expected) => {
    const folder = temporaryFolder();
    const stdout = { isTty: false, write: () => Promise.reject(Object.assign(new Error(code), { code })) };
    expect((await keybeam(folder, ["schema"], { stdout })).code).toBe(expected);
  });

  it("shows progress on a terminal alone", async () => {
    const spec = "keybeam: 1\nname: x\ntopology: monolith\nservices:\n  notes:\n    entities:\n      Note: { fields: { title: string } }\n    api: { resources: { Note: [list] } }\nauth: { model: none }\n";
    const [quiet, shown] = [temporaryFolder(), temporaryFolder()];
    for (const folder of [quiet, shown]) save(folder, "architecture.yaml", spec);
    expect((await keybeam(quiet, ["generate"])).stderr).toBe("");
    const stderr = memorySink(true);
    await keybeam(shown, ["generate"], { stderr });
    expect(stderr.text()).toMatch(/\rWriting … \d+%/);
    const dumb = memorySink(true);
    await keybeam(quiet, ["generate"], { stderr: dumb, env: { TERM: "dumb" } });
    expect(dumb.text()).toBe("");
  });

  it("explains each rule that it knows", async () => {
    const folder = temporaryFolder();
    const rules = (await keybeam(folder, ["explain"])).stdout.trim().split("\n").map((line) => line.replace(/ .*/, ""));
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) expect(await keybeam(folder, ["explain", rule])).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("a start", () => {
  it("makes the one command that it is asked for as it is among all", () => {
    const made = (word?: string) => new Map(programFor("1", async () => undefined, word).commands.map((command) => [command.name(), command.helpInformation()]));
    const all = made();
    expect(all.size).toBe(13);
    for (const [name, help] of all) {
      const few = made(name);
      expect(few.size).toBeLessThan(6);
      expect(few.get(name)).toBe(help);
    }
    expect(made("chek")).toEqual(all);
  });
});
