import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { save, temporaryFolder } from "../workspace/project.ts";

const bin = new URL("../../bin/keybeam.js", import.meta.url).pathname;
const notes = readFileSync("examples/notes/architecture.yaml", "utf8");

it("L02, L04, L12: nothing that lies in a repository is run, whatever it is called", () => {
  const folder = temporaryFolder();
  const canary = join(folder, "canary");
  const touch = `require("node:fs").writeFileSync(${JSON.stringify(canary)}, "sung");`;
  save(folder, "architecture.yaml", notes);
  spawnSync(process.execPath, [bin, "generate"], { cwd: folder });
  const tsconfig = readFileSync(join(folder, "tsconfig.json"), "utf8");
  save(folder, "tsconfig.json", tsconfig.replace('"compilerOptions": {', '"compilerOptions": {\n    "plugins": [{ "name": "evil" }],'));
  // An edit of a file that changes with the spec, so that the merge is compiled.
  const edited = readFileSync(join(folder, "src/services/notes/domain/note.ts"), "utf8");
  save(folder, "src/services/notes/domain/note.ts", `${edited}\nexport const mine = 1;\n`);
  save(folder, "architecture.yaml", notes.replace("pinned: bool", "stars: int(1..5) = 3, pinned: bool"));
  save(folder, "node_modules/evil/package.json", '{ "name": "evil", "main": "index.js" }');
  save(folder, "node_modules/evil/index.js", touch);
  save(folder, "src/own.ts", 'import "evil";\n');
  for (const name of ["eslint.config.cjs", ".prettierrc.cjs", ".pnpmfile.cjs", "keybeam.config.cjs", "vitest.config.cjs"]) save(folder, name, touch);
  for (const name of ["keybeam.config.ts", "eslint.config.mjs", ".prettierrc.js"]) save(folder, name, `import fs from "node:fs"; fs.writeFileSync(${JSON.stringify(canary)}, "sung");`);
  save(folder, ".yarnrc.yml", "yarnPath: ./evil.cjs\n");
  save(folder, "evil.cjs", touch);
  save(folder, ".npmrc", "node-options=--require ./evil.cjs\n");
  for (const name of ["node_modules/.bin/node", "node_modules/.bin/npx", "node_modules/.bin/tsc", "git", "npx", "node"]) {
    save(folder, name, `#!/bin/sh\necho sung > ${canary}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const run = (...args: readonly string[]): number | null =>
    spawnSync(process.execPath, [bin, ...args], { cwd: folder, env: { PATH: `${folder}:${folder}/node_modules/.bin`, HOME: folder, NODE_PATH: join(folder, "node_modules") }, encoding: "utf8" }).status;
  const codes = [["validate"], ["plan"], ["generate"], ["check"], ["diff"], ["add", "field", "notes.Note.more", "int = 1"], ["undo"], ["explain", "cycles"]].map((args) => [args[0], run(...args)]);
  expect(existsSync(canary)).toBe(false);
  // Only what the repository says about itself: there is something to do, and `src/own.ts` imports a package that is not named.
  expect(codes).toEqual([["validate", 0], ["plan", 1], ["generate", 0], ["check", 1], ["diff", 0], ["add", 1], ["undo", 0], ["explain", 0]]);
  expect(readFileSync(join(folder, "src/services/notes/domain/note.ts"), "utf8")).toContain("export const mine = 1;");
});

it("L04: the canary sings where something does run it", () => {
  const folder = temporaryFolder();
  save(folder, "evil.cjs", `require("node:fs").writeFileSync("canary", "sung");`);
  spawnSync(process.execPath, ["--require", "./evil.cjs", bin, "--version"], { cwd: folder });
  expect(existsSync(join(folder, "canary"))).toBe(true);
});
