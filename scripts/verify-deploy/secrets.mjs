import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { demand } from "./demand.mjs";

export const packages = ["secretlint@12.0.0", "@secretlint/secretlint-rule-preset-recommend@12.0.0"];

/** Put together here, so that no file of this repository looks as if it held one. */
const token = ["ghp", "_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0", "pINUx"].join("");

/** Every file of a project at once: its text is all of them. */
export async function verify(load, texts, folder) {
  const rules = [{ id: "@secretlint/secretlint-rule-preset-recommend" }];
  writeFileSync(join(folder, ".secretlintrc.json"), JSON.stringify({ rules }));
  const bin = join(load.resolve("secretlint/package.json"), "..", "bin", "secretlint.js");
  await demand(
    "secretlint",
    texts,
    { "a token of GitHub": (text) => `${text}\nTOKEN=${token}\n` },
    (text) => {
      writeFileSync(join(folder, "project.txt"), text);
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "project.txt"], { cwd: folder, encoding: "utf8" });
      if (status !== 0 && status !== 1) throw new Error(`secretlint did not run: ${stderr}`);
      return status === 0 ? [] : stdout.split("\n").filter((line) => line.includes("error"));
    },
  );
}
