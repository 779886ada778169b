import { jsonReport } from "../json.ts";
import { agent } from "./agent.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { rdjson } from "./rdjson.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif.ts";

/** Every format but `pretty`, by the name that `--format` takes. */
const named = [
  ["json", jsonReport],
  ["sarif", sarif],
  ["github", github],
  ["gitlab", gitlab],
  ["junit", junit],
  ["rdjson", rdjson],
  ["markdown", markdown],
  ["agent", agent],
] as const satisfies readonly (readonly [string, Reporter])[];

export type ProgramFormat = (typeof named)[number][0];
export type FormatName = "pretty" | ProgramFormat;

export const formatNames: readonly FormatName[] = ["pretty", ...named.map(([name]) => name)];

const reporters: ReadonlyMap<FormatName, Reporter> = new Map(named);

/** Who writes a format; null for `pretty`, which is for people. */
export const reporterOf = (format: FormatName): Reporter | null => reporters.get(format) ?? null;
