import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { mustRun } from "./support/command.ts";
import { install, newFromExample } from "./support/project.ts";

it("an edited shop goes through ten changes of its spec: each edit stays, nothing is left to do after each, and it compiles and passes its tests at the end", () => {
  const packages = newFromExample("shop");
  try {
    install(packages);
    const script = fileURLToPath(new URL("../../scripts/ten-changes.mjs", import.meta.url));
    const { stdout } = mustRun(process.execPath, [script, "--tests", "last", "--packages", realpathSync(join(packages.folder, "node_modules"))], { cwd: packages.folder });
    expect(stdout.match(/^ok .*nothing to do/gm)).toHaveLength(11);
    expect(stdout).toMatch(/^ok {2}10\. .*: nothing to do, compiles, tests green$/m);
  } finally {
    packages.remove();
  }
});
