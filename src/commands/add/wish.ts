import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import type { DetailName, Details } from "../../spec/index.ts";
import { flagFault } from "../flag-fault.ts";
import { nearestTo } from "../nearest.ts";
import type { Asker } from "../new/ask.ts";
import { type Kind, kinds, usageOf } from "./kinds.ts";
import { nameFault } from "./name-fault.ts";

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
