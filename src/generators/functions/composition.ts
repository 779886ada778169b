import type { Architecture, Unit } from "../../model/architecture.ts";
import { hasMails, hasProvider } from "../access/accounts.ts";
import { composedExports, compositionOf } from "../apps/main.ts";
import { allHosted, type Hosted, serviceExports } from "../apps/services.ts";
import { withImports } from "../service/code/imports.ts";
import { arrayOf, callOf, line, objectOf, type Source, spreadOf } from "../service/code/layout.ts";
import { portName } from "../service/names.ts";
import { type DeployedFunction, FRONT, functionUnits } from "./deployed.ts";

const FUNCTIONS = { name: "functions", from: "src/platform/functions/functions.ts", type: false };

/** The composition root of a unit's functions: the same services as of a process, and one export for each function. */
export const functionsFile = (unit: Unit, deployed: readonly DeployedFunction[], architecture: Architecture): string => {
  const { definition, composition } = compositionOf(unit, architecture);
  const whole = deployed.every((one) => one.handler === "handler");
  const body = [
    definition,
    "",
    `${whole ? "export const { handler }" : "const unitFunctions"} = functions(unit, (platform) => {`,
    composition,
    "});",
    ...(whole ? [] : ["", ...deployed.map(exported)]),
    "",
  ].join("\n");
  return withImports(`src/apps/${unit.name}/functions.ts`, body, [FUNCTIONS, ...composedExports(architecture)]);
};

const exported = ({ handler, operation }: DeployedFunction): string =>
  line(0, `export const ${handler} = `, operation === null ? `unitFunctions.${handler}` : callOf("unitFunctions.operation", [JSON.stringify(operation)]), ";");

const FRONT_EXPORTS = [
  { name: "front", from: "src/platform/functions/front.ts", type: false },
  { name: "unopened", from: "src/platform/functions/front.ts", type: false },
  { name: "unreached", from: "src/platform/functions/front.ts", type: false },
];

/** The function that describes the API: every service, none of them with anything behind it. */
export const frontFile = (architecture: Architecture): string => {
  const hosted = new Set(functionUnits(architecture).flatMap((unit) => unit.services));
  const all = allHosted(architecture);
  const services = all.filter((service) => hosted.has(service.name));
  const made = arrayOf(services.map((service) => callOf(service.create, [needsOf(service, all, architecture)])));
  const body = `${line(0, "export const handler = front((world) => ", made, ");")}\n`;
  return withImports(`src/apps/${FRONT}/functions.ts`, body, [...FRONT_EXPORTS, ...serviceExports(all)]);
};

const needsOf = (service: Hosted, services: readonly Hosted[], architecture: Architecture): Source => {
  const calls = service.calls.map((target) => {
    const contract = services.find((one) => one.name === target)?.contract ?? "";
    return [portName(target), `unreached(${contract})`] as const;
  });
  const outside = service.integrations.map(({ name, adapter }) => [portName(name), `unreached(${adapter}.contract)`] as const);
  const links = [...(service.seals ? [["cipher", "unopened"] as const] : []), ...calls, ...outside];
  const empty = (...names: readonly string[]): Source => objectOf(names.map((name) => [name, '""']));
  const secrets = [
    ["key", '""'] as const,
    ...(hasMails(architecture) ? [["mail", empty("url", "from", "publicUrl")] as const] : []),
    ...(hasProvider(architecture) ? [["provider", empty("issuer", "audience")] as const] : []),
  ];
  const holders = service.holders.length === 0 ? [] : [["holders", "{}"] as const];
  const needs = service.name === "accounts" ? [...secrets, ...holders] : links;
  return needs.length === 0 ? "world" : spreadOf("world", needs);
};

