import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import { flagFault } from "../flag-fault.ts";
import { nearestTo } from "../nearest.ts";
import type { Asker } from "../new/ask.ts";
import { type DetailName, type Details, type Kind, kinds, usageOf } from "./kinds.ts";

/** What is to be added, as the command line says it. */
export interface Said {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  /** What the kind needs besides its name, by place. */
  readonly second?: string | undefined;
  readonly details: Details;
}

export interface Wish {
  readonly kind: Kind;
  /** The name's parts: service, entity, field. */
  readonly name: readonly string[];
  readonly details: Details;
}

/** What is to be added, whole: from the command line, and by questions where somebody can be asked; else one line says how it is written. */
export async function wishFrom(said: Said, architecture: Architecture, asker: Asker | null): Promise<Outcome<Wish>> {
  const kindName = said.kind ?? (await asker?.select("What do you want to add?", kinds.map(({ name, says }) => ({ value: name, hint: says })), "field"));
  const kind = kinds.find(({ name }) => name === kindName);
  if (kind === undefined) return refused("keybeam add <kind> <name>", noKind(kindName));
  const asksAll = said.name === undefined;
  const written = said.name ?? (await asker?.text(`What is it called? (${kind.written})`, exampleOf(kind), (typed) => nameFault(kind, typed, architecture) ?? undefined));
  if (written === undefined) return refused(usageOf(kind), `It is not said how the ${kind.name} is called.`, kind);
  const fault = nameFault(kind, written, architecture);
  if (fault !== null) return [null, [flagFault(written, fault, `As in: ${kind.examples[0] ?? ""}`)]];
  const details = await detailsFrom(said, kind, asker, asksAll);
  if (typeof details === "string") return refused(usageOf(kind), `It is not said: ${details}.`, kind);
  return [{ kind, name: written.split("."), details }, []];
}

const refused = (usage: string, message: string, kind?: Kind): readonly [null, readonly Diagnostic[]] => [
  null,
  [flagFault(null, message, `Usage: ${usage}${kind === undefined ? "" : `, as in: ${kind.examples[0] ?? ""}`}`)],
];

function noKind(said: string | undefined): string {
  const names = kinds.map(({ name }) => name);
  const near = said === undefined ? null : nearestTo(said, names);
  if (near !== null) return `There is nothing of the kind \`${said}\`: did you mean ${near}?`;
  return `${said === undefined ? "It is not said what to add" : `There is nothing of the kind \`${said}\``}: one of ${names.join(", ")}.`;
}

const exampleOf = ({ examples: [first = ""] }: Kind): string => first.split(" ")[3] ?? "";

/** All details; or what the one that is missing says. A person who gave the name on the command line is asked only for what is needed. */
async function detailsFrom({ second, details }: Said, { second: needed, flags }: Kind, asker: Asker | null, asksAll: boolean): Promise<Details | string> {
  const known: { [Name in DetailName]?: string } = { ...details };
  if (needed !== null) {
    const value = second ?? details[needed.name] ?? (await asker?.text(`${sentence(needed.says)}?`, needed.example, () => undefined));
    if (value === undefined) return needed.says;
    known[needed.name] = value;
  }
  for (const { name, says, example, asked } of asksAll && asker !== null ? flags : []) {
    if (asked !== true || known[name] !== undefined) continue;
    const typed = await asker?.text(`${sentence(says)}? (as in: ${example}; - for none)`, "-", () => undefined);
    if (typed !== undefined && typed.trim() !== "-") known[name] = typed;
  }
  return known;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What is wrong with a name: it has too few or too many parts, or what it belongs to is not there; null where nothing is. */
function nameFault(kind: Kind, written: string, { services, auth }: Architecture): string | null {
  const parts = written.split(".");
  const wanted = kind.written.split(".");
  if (parts.length !== wanted.length || parts.includes("")) return `The name of this is written ${kind.written}.`;
  const [first = "", second = ""] = parts;
  if (wanted[0] === "service" && kind.name !== "service") {
    const service = services.find(({ name }) => name === first);
    if (service === undefined) return unknown("service", first, services.map(({ name }) => name));
    const entities = service.entities.map(({ name }) => name);
    if (wanted.length === 3 && !entities.includes(second)) return unknown("entity", second, entities);
  }
  const roles = [...auth.roles.map(({ name }) => name), "anonymous"];
  return kind.name === "grant" && !roles.includes(first) ? unknown("role", first, roles) : null;
}

function unknown(what: string, name: string, names: readonly string[]): string {
  const near = nearestTo(name, names);
  return `There is no ${what} \`${name}\`${near === null ? `; there are ${names.join(", ")}` : `: did you mean ${near}?`}`;
}
