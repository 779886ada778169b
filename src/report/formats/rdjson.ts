import { isSomewhere, type Location } from "../../model/diagnostic.ts";
import { inOrder, type Sources } from "../diagnostics.ts";
import { jsonText } from "../json.ts";
import type { Reporter } from "./reporter.ts";

/** Reviewdog's own format. Its columns count bytes of UTF-8. */
export const rdjson: Reporter = ({ diagnostics }, { sources }) =>
  jsonText({
    source: { name: "keybeam" },
    diagnostics: inOrder(diagnostics).map(({ rule, severity, message, help, at, related }) => ({
      message: help === "" ? message : `${message}\n${help}`,
      location: location(at, sources),
      severity: severity === "error" ? "ERROR" : "WARNING",
      code: { value: rule },
      ...(related.length === 0 ? {} : { relatedLocations: related.map((one) => ({ message: one.message, location: location(one.at, sources) })) }),
    })),
  });

/** What is about no file is said of the folder, without a line. */
function location(at: Location, sources: Sources): object {
  if (!isSomewhere(at)) return { path: "." };
  const lines = (sources(at.file) ?? "").split(/\r\n|\n|\r/);
  const position = (line: number, column: number): object => ({ line, column: bytesBefore(lines[line - 1] ?? "", column) + 1 });
  const end = at.endColumn === undefined ? {} : { end: position(at.endLine ?? at.line, at.endColumn) };
  return { path: at.file, range: { start: position(at.line, at.column), ...end } };
}

/** The bytes of UTF-8 before a column that counts UTF-16 units from 1. A line that is not at hand counts as ASCII. */
function bytesBefore(line: string, column: number): number {
  const before = line.slice(0, column - 1);
  let bytes = column - 1 - before.length;
  for (const sign of before) {
    const code = sign.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
