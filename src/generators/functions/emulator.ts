import { camel } from "../../model/names.ts";
import { naturally } from "../service/code/imports.ts";
import { arrayOf, callOf, line, objectOf, type Source } from "../service/code/layout.ts";
import type { PlatformNeeds } from "../platform/needs.ts";
import type { DeployedFunction, ScheduledTask } from "./deployed.ts";

/** API Gateway waits no longer for a function. */
const TIMEOUT_MS = 29_000;

const text = (value: string): Source => JSON.stringify(value);

const codeOf = (folder: string): string => `${camel(folder)}Code`;

/** What runs the functions on a developer's machine: each of them, and what makes it run. */
export const emulatorFile = (deployed: readonly DeployedFunction[], needs: PlatformNeeds): string => {
  const folders = [...new Set(deployed.map((one) => one.folder))].sort((a, b) => naturally(`${a}/`, `${b}/`));
  return [
    'import { emulate } from "../../platform/dev/emulator/emulator.ts";',
    ...folders.map((folder) => `import * as ${codeOf(folder)} from "../${folder}/functions.ts";`),
    "",
    line(0, "await ", callOf("emulate", [arrayOf(deployed.map((one) => emulated(one, needs)))]), ";"),
    "",
  ].join("\n");
};

const scheduled = ({ task, everyMinutes }: ScheduledTask): Source =>
  objectOf([
    ["task", text(task)],
    ["everyMinutes", String(everyMinutes)],
  ]);

const emulated = ({ name, folder, handler, routes, answersCalls, hears, tasks }: DeployedFunction, needs: PlatformNeeds): Source =>
  objectOf([
    ["name", text(name)],
    ["handler", `${codeOf(folder)}.${handler}`],
    ["timeoutMs", String(TIMEOUT_MS)],
    ["routes", arrayOf(routes.map(text))],
    ["answersCallsOf", answersCalls ? text(folder) : "null"],
    ...(needs.events ? [["hears", arrayOf(hears.map(text))] as const] : []),
    ...(needs.tasks ? [["tasks", arrayOf(tasks.map(scheduled))] as const] : []),
  ]);
