import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contentsOf, save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

/** A repository in which the shop was released as v1. */
function released(): string {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", shop);
  const git = (...args: readonly string[]) => execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "Release");
  git("tag", "v1");
  return folder;
}

const changed = (...edits: readonly (readonly [was: string, now: string])[]): string =>
  edits.reduce((text, [was, now]) => {
    if (!text.includes(was)) throw new Error(`${was} is not there`);
    return text.replace(was, now);
  }, shop);

it("names what lets callers of a released spec down, with its line in both", async () => {
  const folder = released();
  save(folder, "architecture.yaml", changed(["          name: string(1..200)\n          email", "          name: string(1..200)\n          vip: bool = false\n          email"], ["phone: optional(string(..30))", "phone: optional(string(..20))"], ["Order: [list, get, create, update, delete]", "Order: [list, get, create, update]"]));
  const before = contentsOf(folder);
  const { code, stdout } = await keybeam(folder, ["plan", "--against", "v1", "--format", "json"]);
  expect(code).toBe(1);
  const { diagnostics, summary, text } = JSON.parse(stdout);
  const found = diagnostics.map(({ message, at, related }: { message: string; at: { line: number }; related: { at: { file: string; line: number } }[] }) => [message, at.line, `${related[0]?.at.file}:${related[0]?.at.line}`]);
  expect(found).toEqual([
    ["PATCH /v1/customers/:id: `phone` takes string(..20), where it was string(..30).", 22, "v1:architecture.yaml:21"],
    ["POST /v1/customers: `phone` takes string(..20), where it was string(..30).", 22, "v1:architecture.yaml:21"],
    ["DELETE /v1/orders/:id is gone.", 91, "v1:architecture.yaml:90"],
  ]);
  expect(summary).toMatchObject({ breaking: 3, uncertain: 0 });
  expect(text).toContain("customers.Customer, as shown\n      `vip` is shown\n");
  expect(contentsOf(folder)).toEqual(before);
});

it("ends in 0 where nobody is let down, whether a commit or a file says how it was", async () => {
  const folder = released();
  save(folder, "old.yaml", shop);
  save(folder, "architecture.yaml", changed(["phone: optional(string(..30))", "phone: optional(string(..30))\n          vip: bool = false"]));
  for (const against of ["v1", "HEAD", "old.yaml"]) expect(await keybeam(folder, ["plan", "--against", against])).toMatchObject({ code: 0, stdout: expect.stringContaining("0 breaking") });
});

it("warns of what may let somebody down", async () => {
  const folder = released();
  save(folder, "architecture.yaml", `${shop}\napi: { rateLimit: 10/min per client }\n`);
  expect(await keybeam(folder, ["plan", "--against", "v1"])).toMatchObject({ code: 0, stdout: expect.stringContaining("warning breaking-change architecture.yaml:") });
  expect((await keybeam(folder, ["plan", "--against", "v1", "--strict"])).code).toBe(1);
});

it.each([["v2"], ["--output=x"], ["v1:architecture.yaml"], ["missing.yaml"]])("ends in 2 where there is no %s", async (against) => {
  expect(await keybeam(released(), ["plan", `--against=${against}`])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--against") });
});

it("ends in 2 where the released spec is none", async () => {
  const folder = released();
  save(folder, "old.yaml", "keybeam: 2\n");
  expect((await keybeam(folder, ["plan", "--against", "old.yaml"])).code).toBe(2);
  expect((await keybeam(folder, ["plan", "--against", "v1", "--out", "x.json"])).code).toBe(2);
});
