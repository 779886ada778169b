// Turns the built modules to CommonJS: src/compiled.ts can then load them with the bytecode of an earlier run, which Node 20 cannot do for ES modules.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";

const URL_OF_MODULE = 'const urlOfModule = require("node:url").pathToFileURL(__filename).href;\n';

export async function toCommonJs(folder, target) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  for (const name of files) {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    const { code } = await transform(text, {
      format: "cjs",
      platform: "node",
      target,
      minifyWhitespace: true,
      supported: { "dynamic-import": false },
      define: { "import.meta.url": "urlOfModule" },
    });
    writeFileSync(path, code.includes("urlOfModule") ? URL_OF_MODULE + code : code);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
}
