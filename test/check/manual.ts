import { readFileSync } from "node:fs";

/** A code block of a manual that is a file, by the path in its heading line. */
export interface Example {
  readonly spec: string;
  readonly files: ReadonlyMap<string, string>;
}

const SECTION = /^## (\w+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm;
const BLOCK = /^```\w+ (\S+)(?: repeated (\d+) times)?\n([\s\S]*?)^```$/gm;

/** The headings of a manual, in order, with what stands below each. */
export function sectionsOf(id: string): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), "utf8");
  return new Map([...text.matchAll(SECTION)].map(([, heading = "", body = ""]) => [heading, body]));
}

/** The little project that the blocks of a section are, on top of those of `base`. */
export function exampleOf(section: string, base: ReadonlyMap<string, string> = new Map()): Example {
  const files = new Map(base);
  for (const [, path = "", times = "1", content = ""] of section.matchAll(BLOCK))
    files.set(path, content.repeat(Number(times)));
  const spec = files.get("architecture.yaml");
  if (spec === undefined) throw new Error("the section has no block `yaml architecture.yaml`");
  return { spec, files };
}
