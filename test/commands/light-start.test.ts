import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { listFiles } from "../../src/check/index.ts";
import { extract } from "../../src/check/extract/index.ts";
import { resolver } from "../../src/check/resolve/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const HEAVY = ["yaml", "ajv", "ts-morph", "execa", "handlebars", "node-diff3", "@clack/prompts"];

/** The packages that are loaded with a file, before anything is imported dynamically. */
async function loadedWith(...entries: readonly string[]): Promise<ReadonlySet<string>> {
  const project = listFiles(root);
  const resolve = resolver(new Set(project.paths.filter((path) => path.startsWith("src/"))), () => null);
  const packages = new Set<string>();
  const seen = new Set(entries);
  for (const path of seen) {
    const found = await extract(path, readFileSync(`${root}/${path}`, "utf8"));
    for (const fact of found?.imports ?? []) {
      if (fact.typeOnly || (fact.form !== "import" && fact.form !== "export")) continue;
      const target = resolve(path)(fact);
      if (target.kind === "file") seen.add(target.path);
      if (target.kind === "package") packages.add(target.name);
    }
  }
  return packages;
}

it("loads nothing for a check that is not needed where the spec and the code are as before", async () => {
  const packages = await loadedWith("src/cli.ts", "src/commands/check.ts");
  expect([...packages]).toEqual(expect.arrayContaining(["commander", "picomatch"]));
  expect(HEAVY.filter((name) => packages.has(name))).toEqual([]);
});

it("loads nothing for a plan that is not needed where the spec and the project are as before", async () => {
  const packages = await loadedWith("src/cli.ts", "src/commands/plan.ts");
  expect(HEAVY.filter((name) => packages.has(name))).toEqual([]);
});

it("sees what the spec's reader loads", async () => {
  expect([...(await loadedWith("src/commands/spec-file.ts"))]).toContain("yaml");
});
