import { createHash } from "node:crypto";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keybeam } from "../e2e/support/command.ts";
import { contentsOf, newFromSpec, type Project } from "../e2e/support/project.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const shopSpec = (): string => {
  const shop = readFileSync(here("../../examples/shop/architecture.yaml"), "utf8");
  return shop.replace("\nqueues:\n", `\n${readFileSync(here("probe.yaml"), "utf8")}queues:\n`);
};

/** What a topology puts in the place of the spec's `topology: …`. */
export type Words = string;

/**
 * The shop with a service that probes its own calls, and with code written by hand in every file that keybeam seeds:
 * the use cases of the example and of the probe, and a mark in all of them.
 */
export const writtenShop = (): Project => {
  const project = newFromSpec(shopSpec());
  for (const folder of ["../../examples/shop/src", "written/src"]) {
    cpSync(here(folder), join(project.folder, "src"), { recursive: true });
  }
  for (const path of seededIn(project)) {
    const mark = path.startsWith("src/services/") ? "/** By hand. */\nexport const WRITTEN_BY_HAND = true;" : "// Written by hand.";
    appendFileSync(join(project.folder, path), `\n${mark}\n`);
  }
  return project;
};

interface Manifest {
  readonly files: Readonly<Record<string, { readonly ownership: string }>>;
}

/** The files that are the user's from the first day on. */
export const seededIn = ({ folder }: Project): readonly string[] => {
  const manifest = JSON.parse(readFileSync(join(folder, ".keybeam/manifest.json"), "utf8")) as Manifest;
  return Object.entries(manifest.files).flatMap(([path, { ownership }]) => (ownership === "seeded" ? [path] : []));
};

/** Changes the one word, and brings the project to what that means. */
export const become = ({ folder }: Project, words: Words): void => {
  writeFileSync(join(folder, "architecture.yaml"), shopSpec().replace(/^topology: .*$/mu, `topology: ${words}`));
  keybeam(["generate"], { cwd: folder });
};

/** One digest of every byte below these folders, and how many files those are. */
export const digestOf = ({ folder }: Project, folders: readonly string[]): { readonly sha256: string; readonly files: number } => {
  const hash = createHash("sha256");
  const contents = folders.flatMap((one) => [...contentsOf(join(folder, one))].map(([path, text]) => [`${one}/${path}`, text] as const));
  for (const [path, text] of contents) hash.update(`${path}\0${text}\0`);
  return { sha256: hash.digest("hex"), files: contents.length };
};
