import { isSomewhere, type Location } from "../model/diagnostic.ts";
import type { Look, Result } from "../report/index.ts";
import type { Io, Sink } from "./context.ts";
import { manualOf } from "./manuals.ts";
import { packageVersion } from "./package.ts";
import type { ShownLines } from "./source-text.ts";

/** What a result is shown with: colours, and the lines that its findings are on. */
export async function lookOf({ diagnostics, drafts }: Result, io: Io): Promise<Look> {
  const shown = linesShown(diagnostics.flatMap((one) => [one.at, ...one.related.map(({ at }) => at)]).filter(isShown));
  const texts = shown.size === 0 ? new Map<string, string | null>() : await textsOf(shown, drafts, io);
  const colours = { stdout: hasColours(io, io.stdout), stderr: hasColours(io, io.stderr) };
  return { format: "pretty", colours, sources: (file) => texts.get(file) ?? null, manual: manualOf, version: packageVersion() };
}

/** What keybeam keeps for itself is named, and says nothing to a reader. */
const isShown = (at: Location): boolean => isSomewhere(at) && !/(?:^|\/)\.keybeam\/(?!baseline\.json$)/.test(at.file);

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

/** As https://no-color.org and https://force-color.org say; else where a person looks at the stream. */
export function hasColours({ env }: Io, sink: Sink): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return sink.isTty && env.TERM !== "dumb";
}
