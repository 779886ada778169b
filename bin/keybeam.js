#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "..", "dist");
if (existsSync(dist)) {
  // keybeam-ignore dynamic-import: in an unbuilt checkout there is no dist/ to which a literal could lead
  require(join(dist, "start.js")).start(dist, process.argv.slice(2), require);
} else {
  process.stderr.write("keybeam: this checkout is not built yet. Run: npm ci && npm run build\n");
  process.exitCode = 2;
}
