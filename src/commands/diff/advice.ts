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

/** A path in a spec has no version; an action of a resource is no operation of its own. */
function route(name: string, operation: string | undefined): string {
  const [service, entity, action] = (operation ?? "").split(".");
  if (action !== undefined) return `\`${action}\` in services.${service}.api.resources.${entity}`;
  return `keybeam add operation ${operation ?? "<service>.<operation>"} --http "${name.replace(/^(\S+) \/v\d+(?=\/)/, "$1 ")}"`;
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
