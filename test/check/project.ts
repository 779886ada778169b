import { type Checked, check, projectOf, type Wishes } from "../../src/check/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec } from "../../src/spec/index.ts";

const known = new Map<string, Architecture>();

/** The architecture of a spec that is right; each is read once. */
export function architectureOf(spec: string): Architecture {
  const [architecture, problems] = known.has(spec) ? [known.get(spec) ?? null, []] : readSpec(spec, "architecture.yaml");
  if (architecture === null) throw new Error(problems.map(({ message }) => message).join("\n"));
  known.set(spec, architecture);
  return architecture;
}

/** What `check` says of files in memory, by path. */
export function checkFiles(spec: string, files: Readonly<Record<string, string>>, wishes: Wishes = {}): Promise<Checked> {
  return check(architectureOf(spec), projectOf(new Map(Object.entries(files))), wishes);
}

/** `rule path:line` of each finding. */
export function inShort({ diagnostics }: Checked): readonly string[] {
  return diagnostics.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`);
}
