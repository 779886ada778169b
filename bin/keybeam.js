#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "..", "dist");
const start = join(dist, "start.js");
if (existsSync(start)) {
  // keybeam-ignore dynamic-import: in an unbuilt checkout there is no dist/ to which a literal could lead
  require(start).start(dist, process.argv.slice(2), require);
} else {
  process.stderr.write("keybeam: this checkout is not built yet. Run: npm ci && npm run build\n");
  process.exitCode = 2;
}
