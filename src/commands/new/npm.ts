import { execa } from "execa";
import type { Context } from "../context.ts";

/** Runs npm in a folder with this terminal for its own; a sentence where it failed, null where it did not. What it prints is talk. */
export async function npm(context: Context, folder: string, args: readonly string[]): Promise<string | null> {
  context.say(`\n$ npm ${args.join(" ")}\n`);
  const ended = await execa("npm", args, { cwd: folder, stdin: "inherit", stdout: 2, stderr: 2, reject: false });
  if (!ended.failed || ended.isTerminated) return null;
  return `npm ${args.join(" ")} ended with ${ended.exitCode ?? ended.code ?? "a failure"}.`;
}
