import { hasAccounts } from "../access/accounts.ts";
import type { Architecture, Unit } from "../../model/architecture.ts";
import { type Export, withImports } from "../service/code/imports.ts";
import { arrayOf, callOf, line, objectOf, type Source, spreadOf } from "../service/code/layout.ts";
import { needsOf } from "../platform/needs.ts";
import { portName } from "../service/names.ts";
import { allHosted, type Hosted, serviceExports, unitOf } from "./services.ts";

const PUBLISHED = { name: "publishedKeys", from: "src/platform/auth/published-keys.ts", type: false };
const PERSONAL = ["personalContract", "personalOf"].map((name) => ({ name, from: "src/platform/kernel/personal-contract.ts", type: false }));
const RUN = { name: "run", from: "src/platform/process.ts", type: false };
const SERVICE = { name: "Service", from: "src/platform/kernel/world.ts", type: true };

/** The composition root of one process: each service is made once and handed its world and those that it calls. */
export const mainFile = (unit: Unit, architecture: Architecture): string => {
  const { definition, composition } = compositionOf(unit, architecture);
  const body = [definition, "", "await run(unit, (platform) => {", composition, "});", ""].join("\n");
  return withImports(`src/apps/${unit.name}/main.ts`, body, [RUN, ...composedExports(architecture)]);
};

/** What a unit is, as a statement, and how its services are made of a platform, as the body of a function. */
export const compositionOf = (unit: Unit, architecture: Architecture): { readonly definition: string; readonly composition: string } => {
  const services = allHosted(architecture);
  const here = services.filter((service) => unit.services.includes(service.name));
  return {
    definition: line(0, "const unit = ", unitSource(unit, here, architecture), ";"),
    composition: [
      ...here.map((service) => constructed(service, here, services, architecture)),
      line(2, "return ", compositionSource(here, services, architecture), ";"),
    ].join("\n"),
  };
};

/** All that a composition may import. */
export const composedExports = (architecture: Architecture): readonly Export[] => [PUBLISHED, SERVICE, ...PERSONAL, ...serviceExports(allHosted(architecture))];

const texts = (names: readonly string[]): Source => arrayOf(names.map((name) => JSON.stringify(name)));

const severalHosts = (architecture: Architecture): boolean => architecture.units.filter((unit) => unit.services.length > 0).length > 1;

const unitSource = (unit: Unit, here: readonly Hosted[], architecture: Architecture): Source => {
  const targets = here.flatMap((service) => [...service.calls, ...service.holders]);
  if (hasAccounts(architecture)) targets.push("accounts");
  const calls = [...new Set(targets.map((target) => unitOf(target, architecture)?.name ?? ""))].filter((name) => name !== unit.name).sort();
  return objectOf([
    ["name", JSON.stringify(unit.name)],
    ["services", texts(here.map((service) => service.name))],
    ...(severalHosts(architecture) ? [["calls", texts(calls)] as const] : []),
  ]);
};

/** A service of the same process is looked up when it is called, and of another one called over HTTP. */
const link = (target: string, here: readonly Hosted[], all: readonly Hosted[], architecture: Architecture): Source => {
  const callee = all.find((service) => service.name === target);
  if (callee === undefined) throw new Error(`no service ${target}`);
  return here.includes(callee)
    ? callOf("platform.local", [callee.contract, `() => ${callee.variable}.client`])
    : callOf("platform.remote", [callee.contract, JSON.stringify(unitOf(target, architecture)?.name)]);
};

/** The same for what a service holds about users. */
const holderLink = (target: string, here: readonly Hosted[], all: readonly Hosted[], architecture: Architecture): Source => {
  const holder = all.find((service) => service.name === target);
  if (holder === undefined) throw new Error(`no service ${target}`);
  const contract = callOf("personalContract", [JSON.stringify(target)]);
  return here.includes(holder)
    ? callOf("platform.local", [contract, `() => personalOf(${holder.variable})`])
    : callOf("platform.remote", [contract, JSON.stringify(unitOf(target, architecture)?.name)]);
};

const constructed = (service: Hosted, here: readonly Hosted[], all: readonly Hosted[], architecture: Architecture): string => {
  const world = `platform.world(${JSON.stringify(service.name)})`;
  const links = [
    ...(service.seals ? [["cipher", `platform.cipherOf(${JSON.stringify(service.name)})`] as const] : []),
    ...service.calls.map((target) => [portName(target), link(target, here, all, architecture)] as const),
    ...service.integrations.map(({ name, adapter }) => [portName(name), callOf("platform.integration", [adapter])] as const),
  ];
  const { mails, oidc } = needsOf(architecture);
  const secrets = [["key", "platform.config.accountsKey"] as const, ...(mails ? [["mail", "platform.config.mail"] as const] : []), ...(oidc ? [["provider", "platform.config.provider"] as const] : [])];
  const holders = service.holders.length === 0 ? [] : [["holders", objectOf(service.holders.map((name) => [name, holderLink(name, here, all, architecture)]))] as const];
  const needs = service.name === "accounts" ? [...secrets, ...holders] : links;
  const input = needs.length === 0 ? world : spreadOf(world, needs);
  const called = here.some((one) => one.calls.includes(service.name) || one.holders.includes(service.name)) || service.name === "accounts";
  const type = called ? `: Service<${service.client}>` : "";
  return line(2, `const ${service.variable}${type} = `, callOf(service.create, [input]), ";");
};

/** Who issues tokens knows the keys; everybody else asks for them where they are published. */
const keysSource = (here: readonly Hosted[], all: readonly Hosted[], architecture: Architecture): Source => {
  if (here.some((service) => service.name === "accounts")) return link("accounts", here, all, architecture);
  const unit = JSON.stringify(unitOf("accounts", architecture)?.name);
  const url = `platform.config.unitUrls[${unit}]`;
  const { invocations, mtls } = needsOf(architecture);
  if (mtls) return callOf("publishedKeys", [url, callOf("platform.sendTo", [unit])]);
  return callOf("publishedKeys", invocations ? [url, "platform.send"] : [url]);
};

const compositionSource = (here: readonly Hosted[], all: readonly Hosted[], architecture: Architecture): Source =>
  objectOf([
    ["services", arrayOf(here.map((service) => service.variable))],
    ...(hasAccounts(architecture) ? [["accounts", keysSource(here, all, architecture)] as const] : []),
  ]);
