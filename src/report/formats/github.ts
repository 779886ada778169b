import { type Diagnostic, isSomewhere, type Location } from "../../model/diagnostic.ts";
import { clean, cleanLines } from "../clean.ts";
import { inOrder } from "../diagnostics.ts";
import { figures, otherEnds, tally } from "../words.ts";
import type { Reporter } from "./reporter.ts";

/** Workflow commands of GitHub Actions, which show each finding beside its line; then what was looked at. */
export const github: Reporter = ({ diagnostics, summary }) =>
  [...inOrder(diagnostics).map(command), `${tally(diagnostics)}; ${figures(summary)}`].map((one) => `${one}\n`).join("");

function command({ at, severity, rule, message, help, related }: Diagnostic): string {
  const properties = { ...(isSomewhere(at) ? region(at) : {}), title: `keybeam: ${rule}` };
  const said = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]));
  return `::${severity} ${said.join(",")}::${data([message, ...otherEnds(related), help].filter((one) => one !== "").join("\n"))}`;
}

function region({ file, line, column: col, endLine, endColumn }: Location): object {
  return { file, line, endLine, col, endColumn: endLine === undefined || endLine === line ? endColumn : undefined };
}

/** As the runner's own library escapes: a percent sign first, then what would end the command. */
const data = (text: string): string => cleanLines(text).replace(/%/g, "%25").replace(/\n/g, "%0A");

const property = (text: string): string => clean(text).replace(/%/g, "%25").replace(/:/g, "%3A").replace(/,/g, "%2C");
