#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/cli.js", import.meta.url);
if (existsSync(program)) {
  // keybeam-ignore dynamic-import: a static import of dist/ would fail in an unbuilt checkout before anything could say why
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write("keybeam: this checkout is not built yet. Run: npm ci && npm run build\n");
  process.exitCode = 2;
}
