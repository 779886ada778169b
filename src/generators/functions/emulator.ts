import type { Architecture } from "../../model/architecture.ts";
import { camel } from "../../model/names.ts";
import { naturally } from "../service/code/imports.ts";
import { arrayOf, callOf, line, objectOf, type Source } from "../service/code/layout.ts";
import { needsOf, type PlatformNeeds } from "../platform/needs.ts";
import { type DeployedFunction, functionUnits, type ScheduledTask } from "./deployed.ts";

/** API Gateway waits no longer for a function. */
const TIMEOUT_MS = 29_000;

const text = (value: string): Source => JSON.stringify(value);

const codeOf = (folder: string): string => `${camel(folder)}Code`;

/** What runs the functions on a developer's machine: each of them, and what makes it run. */
export const emulatorFile = (deployed: readonly DeployedFunction[], architecture: Architecture): string => {
  const needs = needsOf(architecture);
  const folders = [...new Set(deployed.map((one) => one.folder))].sort((a, b) => naturally(`${a}/`, `${b}/`));
  return [
    'import { emulate } from "../../platform/dev/emulator/emulator.ts";',
    ...folders.map((folder) => `import * as ${codeOf(folder)} from "../${folder}/functions.ts";`),
    "",
    line(0, "await ", callOf("emulate", [arrayOf(deployed.map((one) => emulated(one, needs))), ...(needs.stores ? [watchedServices(architecture, needs)] : [])]), ";"),
    "",
  ].join("\n");
};

/** Those whose databases the emulator looks after. */
const watchedServices = (architecture: Architecture, needs: PlatformNeeds): Source => {
  const publishes = (name: string): boolean => architecture.services.some((one) => one.name === name && one.events.length > 0);
  const names = functionUnits(architecture).flatMap((unit) => unit.services);
  return arrayOf(
    names.map((name) => objectOf([["name", text(name)], ...(needs.events ? [["publishes", String(publishes(name))] as const] : [])])),
  );
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
