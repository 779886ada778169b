// The licences of every package whose code is inside the bundle.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Writes one file with name, version, licence and licence text of each bundled package, sorted; returns how many.
 * `inputs` are the paths of the bundled modules. A package that says no licence fails the build.
 */
export function writeLicences(inputs, target) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== null));
  const entries = [...folders].sort().map(describe);
  const rule = "=".repeat(80);
  writeFileSync(target, `keybeam bundles these packages.\n\n${entries.join(`\n${rule}\n\n`)}`);
  return entries.length;
}

function packageFolder(input) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return found ? found[1] : null;
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  if (typeof license !== "string") throw new Error(`${name} says no licence`);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  const text = file && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : "(The package ships no licence text.)";
  return `${name} ${version}\nLicence: ${license}\n\n${text}\n`;
}
