import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { save } from "../workspace/project.ts";

function run(cwd: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  expect({ command: [command, ...args].join(" "), status, stderr: status === 0 ? "" : stderr }).toEqual({ command: [command, ...args].join(" "), status: 0, stderr: "" });
  return stdout;
}

describe("the package", () => {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-pack-")));
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  it("holds the built program, its schemas, manuals, examples and licences, and no sources", () => {
    const [packed] = JSON.parse(run(process.cwd(), "npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", made]));
    const paths: readonly string[] = packed.files.map((file: { path: string }) => file.path);
    const needed = ["bin/keybeam.js", "dist/cli.js", "dist/THIRD-PARTY-LICENSES", "schemas/architecture.schema.json", "schemas/report.schema.json", "docs/rules/layer-uses.md", "examples/shop/architecture.yaml"];
    expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
    expect(paths.filter((path) => /^(src|test|bench|scripts|templates)\//.test(path))).toEqual([]);
    const licences = readFileSync("dist/THIRD-PARTY-LICENSES", "utf8");
    for (const name of ["commander", "yaml", "ajv", "picocolors", "execa", "@clack/prompts"]) expect(licences).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(licences).not.toMatch(/^ts-morph \d/m);
  });

  it("runs where it was installed from a tarball, and makes projects that point to that tarball", () => {
    const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
    const tarball = `${name}-${version}.tgz`;
    const home = join(made, "empty");
    mkdirSync(home);
    save(home, "package.json", '{ "private": true }\n');
    run(home, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `../${tarball}`]);
    const said = run(home, "npx", ["keybeam", "new", "demo", "--example", "notes", "--yes"]);
    expect(said).toContain("  cd demo\n  npm install\n  npm run dev\n");
    const shown = JSON.parse(readFileSync(join(home, "demo/package.json"), "utf8"));
    expect(shown.devDependencies.keybeam).toBe(`file:${join(made, tarball)}`);
    expect(run(join(home, "demo"), "npx", ["--prefix", "..", "keybeam", "plan"])).toMatch(/unchanged/);
  });
});
