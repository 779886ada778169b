// One text of a generated project in the place of another. A text that has moved on is no mutant any more, and must not look like one.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function weakened(text, { name, file, from, to }) {
  if (text.split(from).length !== 2) throw new Error(`${name}: the text to replace is not in ${file} once`);
  return text.replace(from, () => to);
}

/** @param folder of a project */
export function weaken(folder, edit) {
  const path = join(folder, edit.file);
  writeFileSync(path, weakened(readFileSync(path, "utf8"), edit));
}
