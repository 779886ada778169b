import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { bundle } from "../../templates/platform/src/platform/dev/bundle.ts";

test("a module in a bundle hears of its source, however it asks where it is", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "bundle-")));
  try {
    mkdirSync(join(folder, "inner"));
    const inner = join(folder, "inner/where.ts");
    writeFileSync(inner, "export const where: string[] = [import.meta.url, import.meta.filename, import.meta.dirname];\n");
    writeFileSync(join(folder, "app.ts"), 'import { where } from "./inner/where.ts";\nconsole.log(JSON.stringify(where));\n');
    await bundle({ app: join(folder, "app.ts") }, join(folder, "out"));
    const said: unknown = JSON.parse(execFileSync(process.execPath, [join(folder, "out/app.mjs")], { encoding: "utf8" }));
    expect(said).toEqual([pathToFileURL(inner).href, inner, join(folder, "inner")]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
