import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isSomewhere, type Location } from "../model/diagnostic.ts";
import { formatNames, type FormatName, type Look, type Rendered, render, type Result, summaryLine } from "../report/index.ts";
import type { Io, Sink } from "./context.ts";
import { manualOf } from "./manuals.ts";
import { packageVersion } from "./package.ts";
import type { ShownLines } from "./source-text.ts";

export { cleanLines } from "../report/index.ts";

/** A format that was asked for, and the file that it goes to; null is stdout. */
export interface Wanted {
  readonly format: FormatName;
  readonly file: string | null;
}

/** The formats of results that are findings. */
export const findingFormats: readonly FormatName[] = formatNames;

/** Those of every other result. */
export const plainFormats: readonly FormatName[] = ["pretty", "json"];

/** The format that goes to stdout. */
export const shownFormat = (wanted: readonly Wanted[]): FormatName => wanted.find(({ file }) => file === null)?.format ?? "pretty";

/** A command's result as text for the streams and files that it goes to. */
export async function rendered(result: Result, wanted: readonly Wanted[], io: Io): Promise<Rendered & { readonly files: readonly Report[] }> {
  const look = await lookOf(result, io);
  const files = wanted.flatMap(({ format, file }) => (file === null ? [] : [{ file, text: reportIn(format, result, look) }]));
  const streams = render(result, { ...look, format: shownFormat(wanted) });
  const quiet = files.length > 0 && files.length === wanted.length && result.exitCode !== 2;
  return { ...(quiet ? { stdout: "", stderr: summaryLine(result) } : streams), files };
}

interface Report {
  readonly file: string;
  readonly text: string;
}

/** Writes the reports that go to files, folders and all; what went wrong, or null. */
export function writeReports(files: readonly Report[], { cwd }: Io): string | null {
  for (const { file, text } of files) {
    try {
      mkdirSync(dirname(resolve(cwd, file)), { recursive: true });
      writeFileSync(resolve(cwd, file), text);
    } catch (error) {
      return `error file-system The report ${file} could not be written: ${error instanceof Error && "code" in error ? error.code : error}\n`;
    }
  }
  return null;
}

async function lookOf({ diagnostics, drafts }: Result, io: Io): Promise<Look> {
  const shown = linesShown(diagnostics.flatMap((one) => [one.at, ...one.related.map(({ at }) => at)]).filter(isSomewhere));
  const texts = shown.size === 0 ? new Map<string, string | null>() : await textsOf(shown, drafts, io);
  const colours = { stdout: hasColours(io, io.stdout), stderr: hasColours(io, io.stderr) };
  return { format: "pretty", colours, sources: (file) => texts.get(file) ?? null, manual: manualOf, version: packageVersion() };
}

/** What hides secrets in a text is loaded only where there is a text to show. */
async function textsOf(shown: ReadonlyMap<string, ShownLines>, drafts: Result["drafts"], { cwd }: Io): Promise<ReadonlyMap<string, string | null>> {
  const { shownText, sourceText } = await import("./source-text.ts");
  const textOf = (file: string, lines: ShownLines): string | null => {
    const draft = drafts?.get(file);
    return draft === undefined ? sourceText(cwd, file, lines) : shownText(file, draft, lines);
  };
  return new Map([...shown].map(([file, lines]) => [file, textOf(file, lines)]));
}

/** Of each file the first and the last line that any of these places is on. */
function linesShown(places: readonly Location[]): ReadonlyMap<string, ShownLines> {
  const shown = new Map<string, ShownLines>();
  for (const { file, line, endLine = line } of places) {
    const [first, last] = shown.get(file) ?? [line, endLine];
    shown.set(file, [Math.min(first, line), Math.max(last, endLine)]);
  }
  return shown;
}

/** A file is never coloured, and holds all that there is to say. */
function reportIn(format: FormatName, result: Result, look: Look): string {
  const { stdout, stderr } = render(result, { ...look, format, colours: { stdout: false, stderr: false } });
  return stdout === "" ? stderr : stdout;
}

/** As https://no-color.org and https://force-color.org say; else where a person looks at the stream. */
export function hasColours({ env }: Io, sink: Sink): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return sink.isTty && env.TERM !== "dumb";
}
