import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { formatNames, type FormatName, type Look, type Rendered, render, type Result, summaryLine } from "../report/index.ts";
import type { Io } from "./context.ts";
import { lookOf } from "./look.ts";

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

/** A file is never coloured, and holds all that there is to say. */
function reportIn(format: FormatName, result: Result, look: Look): string {
  const { stdout, stderr } = render(result, { ...look, format, colours: { stdout: false, stderr: false } });
  return stdout === "" ? stderr : stdout;
}
