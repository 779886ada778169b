import type { ResourceAction } from "../../model/api.ts";
import type { Drift, Thing, ThingKind } from "../../check/drift/index.ts";

const nouns: Readonly<Record<ThingKind, string>> = {
  route: "route",
  contract: "operation in a contract",
  event: "event",
  publication: "publication of the event",
  reaction: "reaction",
  call: "call",
  use: "call",
  grant: "grant",
  variable: "variable",
};

/** `the route \`GET /v1/orders\`` */
export const called = ({ kind, name }: Thing): string => `the ${nouns[kind]} \`${name ?? ""}\``;

/** What to do about something that the code has and the spec does not ask for. */
export function adviceOnExtra({ thing, mended }: Drift): string {
  if (mended) return "`keybeam generate` takes it out: it left the spec.";
  if (thing.kind === "variable") return "What keybeam generates does not read it. Where your own code needs it, let it be.";
  return `Take it out of the code, or into the spec: ${inSpec(thing)}`;
}

/** How the spec would ask for it. */
function inSpec({ kind, name, details }: Thing): string {
  const full = name ?? "";
  const [first = "", rest = ""] = full.split(/: | → | on /);
  if (kind === "route") return route(full, details["operation"]);
  if (kind === "contract") return `keybeam add operation ${full}`;
  if (kind === "event") return `keybeam add event ${full} "<fields>"`;
  if (kind === "publication") return `keybeam add event ${full} "<fields>" --by <operation>`;
  if (kind === "reaction") return `keybeam add reaction ${first} ${rest}`;
  if (kind === "call") return `keybeam add call ${first} ${rest}.<operation>`;
  if (kind === "use") return `keybeam add call ${first} ${rest}`;
  return `keybeam add grant ${first} ${rest}`;
}

const ACTIONS: readonly string[] = ["list", "get", "create", "update", "delete"] satisfies readonly ResourceAction[];

/** A path in a spec has no version; an action of a resource is no operation of its own, whereas what the spec knows no action for is one. */
function route(name: string, operation: string | undefined): string {
  const [service = "", second, third] = (operation ?? "").split(".");
  if (third !== undefined && ACTIONS.includes(third)) return `\`${third}\` in services.${service}.api.resources.${second}`;
  const named = third === undefined ? operation : `${service}.${third}`;
  const kind = name.startsWith("GET ") ? " --kind query" : "";
  return `keybeam add operation ${named ?? "<service>.<operation>"} --http "${name.replace(/^(\S+) \/v\d+(?=\/)/, "$1 ")}"${kind}`;
}

/** What to do about something that the spec asks for and the code lacks. */
export function adviceOnMissing({ thing: { at }, mended }: Drift, isThere: boolean): string {
  if (mended) return "`keybeam generate` brings it.";
  const back = isThere ? `write it again in ${at.file}; \`.keybeam/base/\` holds the text as it was rendered` : `\`keybeam generate --restore ${at.file}\` writes the file again`;
  return `It was taken out of the code by hand: take it out of the spec too, or ${back}.`;
}

/** What to do about something that is another in the code than in the spec. */
export const adviceOnOther = ({ mended }: Drift): string =>
  mended ? "`keybeam generate` makes it so." : "Say it in the spec as the code has it, or write in the code what the spec says: an edit by hand stays until you do.";
