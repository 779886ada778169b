/** The program: a command line and the world in, an exit code out. It never ends the process itself. */
import { CommanderError } from "commander";
import type { Context, Io, Sink } from "./commands/context.ts";
import { packageVersion } from "./commands/package.ts";
import { cleanLines, rendered, shownFormat, writeReports } from "./commands/render.ts";
import type { SharedFlags } from "./flags.ts";
import { commandIn, formatAsked, isMisuse, isUnreadable, misuse } from "./misuse.ts";
import { programFor } from "./program.ts";
import type { Rendered, Result } from "./report/index.ts";

export type { Io } from "./commands/context.ts";

type ExitCode = 0 | 1 | 2;

/** Runs keybeam in the world of this process. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const { stdin, stdout, stderr, env } = process;
  const cwd = currentFolder();
  const io = { cwd: cwd ?? "/", env, stdin: { isTty: stdin.isTTY === true }, stdout: sinkOn(stdout), stderr: sinkOn(stderr) };
  if (cwd !== null) return run(argv, io);
  const { withoutFolder } = await import("./commands/system-refusal.ts");
  return refuse(withoutFolder(commandIn(argv)), argv, io);
}

/** Null where it is gone. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** Runs keybeam: 0 done and clean, 1 findings or conflicts, 2 the job could not be done. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await interpret(argv, io);
  } catch (error) {
    return await reportFailure(error, argv, io);
  }
}

async function interpret(argv: readonly string[], io: Io): Promise<ExitCode> {
  if (argv.some(isUnreadable)) return refuse(misuse("An argument holds bytes that are no UTF-8.", argv), argv, io);
  let exitCode: ExitCode = 0;
  const said: Rendered[] = [];
  const program = programFor(packageVersion(), async (shared, command, repeat) => {
    const context = contextOf(shared, io);
    const again = repeat?.(context);
    for (;;) {
      const [code, ...parts] = await told(await command(context), shared, io);
      exitCode = code;
      said.push(...parts);
      if (again === undefined) return;
      await deliver(said.splice(0), exitCode, io);
      await again();
    }
  }, argv[0]);
  const output = {
    writeOut: (text: string) => void said.push({ stdout: text, stderr: "" }),
    writeErr: (text: string) => void said.push({ stdout: "", stderr: cleanLines(text) }),
    outputError: () => {},
  };
  for (const one of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) one.configureOutput(output).exitOverride();
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode === 0 ? 0 : 2;
    if (isMisuse(error)) said.push(await rendered(misuse(error.message, argv), [{ format: formatAsked(argv), file: null }], io));
  }
  return await deliver(said, exitCode, io);
}

/** A result as what is to be said of it; its reports that go to files are written here and now. */
async function told(result: Result, { format = [] }: SharedFlags, io: Io): Promise<readonly [ExitCode, ...Rendered[]]> {
  const { files, ...streams } = await rendered(result, format, io);
  const failure = writeReports(files, io);
  return failure === null ? [result.exitCode, streams] : [2, streams, { stdout: "", stderr: cleanLines(failure) }];
}

/** Writes what was said. A reader that went away has seen enough; any other failure means that the result did not arrive. */
async function deliver(said: readonly Rendered[], exitCode: ExitCode, io: Io): Promise<ExitCode> {
  const failure = await written(io.stdout, said.map((one) => one.stdout).join(""));
  const complaint = failure === null ? "" : `error file-system The result could not be written: ${failure}\n`;
  await written(io.stderr, said.map((one) => one.stderr).join("") + complaint);
  return failure === null ? exitCode : 2;
}

async function written(sink: Sink, text: string): Promise<string | null> {
  if (text === "") return null;
  try {
    await sink.write(text);
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" ? null : code;
  }
}

function contextOf({ format, strict }: SharedFlags, io: Io): Context {
  const say = (text: string): void => void written(io.stderr, text);
  return { io, format: shownFormat(format ?? []), strict: strict ?? false, say };
}

const refuse = async (result: Result, argv: readonly string[], io: Io): Promise<ExitCode> => deliver([await rendered(result, [{ format: formatAsked(argv), file: null }], io)], 2, io);

async function reportFailure(error: unknown, argv: readonly string[], io: Io): Promise<ExitCode> {
  const debug = argv.includes("--debug");
  const refusal = debug ? null : (await import("./commands/system-refusal.ts")).systemRefusal(error, commandIn(argv));
  return refusal === null ? reportBug(error, debug, io) : refuse(refusal, argv, io);
}

async function reportBug(error: unknown, debug: boolean, io: Io): Promise<ExitCode> {
  const message = error instanceof Error ? error.message : String(error);
  const stack = debug && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const hint = debug ? "" : " With --debug it shows where.";
  await written(io.stderr, `bug: ${cleanLines(message)}\nThis is a fault of keybeam itself, not of your spec.${hint}\n${stack}`);
  return 2;
}

function sinkOn(stream: NodeJS.WriteStream): Sink {
  stream.on("error", () => {});
  const write = (text: string): Promise<void> =>
    new Promise((done, fail) => void stream.write(text, (error) => (error ? fail(error) : done())));
  return { isTty: stream.isTTY === true, write };
}
