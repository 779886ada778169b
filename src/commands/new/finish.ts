import type { Context } from "../context.ts";
import { type Asker, Cancelled } from "./ask.ts";
import type { Choice, NewFlags } from "./choose.ts";
import { quoted } from "./command-line.ts";
import { npm } from "./npm.ts";

/** Installs and starts where that is asked for. Returns what is left to do, and what failed. */
export async function finish(context: Context, flags: NewFlags, choice: Choice, folder: string): Promise<readonly [next: string, fault: string | null]> {
  const wanted = flags.install === true || flags.start === true;
  const install = wanted || (choice.asker !== null && (await wantsInstall(choice.asker)));
  const steps = [...(choice.dir === "." ? [] : [`cd ${quoted(choice.dir)}`]), ...(install ? [] : ["npm install"]), "npm run dev"];
  const next = flags.start === true ? "" : `Next:\n${steps.map((step) => `  ${step}\n`).join("")}`;
  const installFault = install ? await npm(context, folder, ["install"]) : null;
  if (installFault !== null || flags.start !== true) return [next, installFault];
  return [next, await npm(context, folder, ["run", "dev"])];
}

/** Who leaves here has the project, and is told what is left to do. */
async function wantsInstall(asker: Asker): Promise<boolean> {
  try {
    return await asker.confirm("Run npm install now?", true);
  } catch (error) {
    if (error instanceof Cancelled) return false;
    throw error;
  }
}
