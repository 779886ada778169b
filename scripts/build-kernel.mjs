// Compiles the kernel of the scan, which is AssemblyScript, to WebAssembly. Run by every build and before every test; what it writes is not
// committed, and written again where the sources, the compiler or this script have changed.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "src", "check", "extract", "scan");
const into = join(folder, "kernel.generated.js");

const sources = new Map(
  readdirSync(join(folder, "kernel")).filter((name) => name.endsWith(".ts")).sort().map((name) => [name, readFileSync(join(folder, "kernel", name), "utf8")]),
);
const { version } = JSON.parse(readFileSync(join(root, "node_modules", "assemblyscript", "package.json"), "utf8"));
const stamp = createHash("sha256").update(JSON.stringify([version, readFileSync(fileURLToPath(import.meta.url), "utf8"), ...sources])).digest("hex");

/** The kernel keeps its own data between its tables and the open brackets; it allocates nothing, and no trap is to name a line of it. */
const options = ["--outFile", "kernel.wasm", "-O3", "--runtime", "stub", "--noAssert", "--use", "abort=", "--initialMemory", "256", "--memoryBase", "98304"];

if (!isCurrent()) writeFileSync(into, `// ${stamp}\n/** The kernel in base64. */\nexport const kernel = ${JSON.stringify(await compiled())};\n`);

function isCurrent() {
  try {
    return readFileSync(into, "utf8").startsWith(`// ${stamp}\n`);
  } catch {
    return false;
  }
}

async function compiled() {
  const asc = await import("assemblyscript/asc");
  let wasm = null;
  const { error, stderr } = await asc.main(["index.ts", ...options], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, content) => {
      if (name.endsWith(".wasm")) wasm = content;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === null) throw new Error(`The kernel does not compile.\n${stderr.toString()}`);
  return Buffer.from(wasm).toString("base64");
}
