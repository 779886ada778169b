// Sums what the test tiers wrote down, and prints it as one line: `N passed, N failed`. No results at all is a failure.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const folder = process.argv[2] ?? ".tmp/results";
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")).sort() : [];
let passed = 0;
let failed = 0;
for (const file of files) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numTotalTests } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  passed += numPassedTests;
  // A file that could not even be loaded has no tests to count, and must not look like a pass.
  failed += numFailedTests > 0 || numFailedTestSuites === 0 ? numFailedTests : numFailedTestSuites;
  const skipped = numTotalTests - numPassedTests - numFailedTests;
  if (skipped > 0) console.log(`${file}: ${skipped} not run`);
}
if (files.length === 0) console.log("no tests were run");
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
