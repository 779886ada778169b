import { type Look, type Rendered, render, type Result } from "../report/index.ts";
import type { Io, Sink } from "./context.ts";
import { sourceText } from "./source-text.ts";

export { cleanLines } from "../report/index.ts";

/** A command's result as text for the streams that it goes to. */
export function rendered(result: Result, format: Look["format"], io: Io): Rendered {
  const shown = new Set(result.diagnostics.flatMap((one) => [one.at.file, ...one.related.map(({ at }) => at.file)]));
  const texts = new Map([...shown].map((file) => [file, sourceText(io.cwd, file)]));
  const colours = { stdout: hasColours(io, io.stdout), stderr: hasColours(io, io.stderr) };
  return render(result, { format, colours, sources: (file) => texts.get(file) ?? null });
}

/** As https://no-color.org and https://force-color.org say; else where a person looks at the stream. */
function hasColours({ env }: Io, sink: Sink): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return sink.isTty && env.TERM !== "dumb";
}
