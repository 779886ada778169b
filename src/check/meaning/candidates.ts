import type { Script } from "../extract/component.ts";
import type { SourceFile } from "../graph.ts";
import { type Changes, changesIn } from "./changes/index.ts";
import type { Kind } from "./fact.ts";
import { sends } from "./outbound-clients.ts";

interface Candidate {
  readonly text: string;
  readonly file: SourceFile;
  /** What the text may change, found out where it is asked for. */
  readonly changes: () => Changes;
}

/** Kinds that need the file parsed, with a cheap test that holds of every file in which there is something of the kind. */
const MAY_HAVE: ReadonlyMap<Kind, (candidate: Candidate) => boolean> = new Map<Kind, (candidate: Candidate) => boolean>([
  ["environment", ({ text }) => /\benv\b/.test(text) && /\b(?:process|meta|Deno|Bun)\b/.test(text)],
  ["outbound", ({ text, file: { edges } }) => /\bfetch\b/.test(text) || edges.some(({ target }) => "name" in target && sends(target.name))],
  ["state", ({ changes }) => changes().own],
  ["foreign-state", ({ changes }) => changes().imported],
  ["shared", ({ text }) => /\bexports?\b/.test(text)],
  ["table", ({ text }) => SQL.test(text)],
  ["transaction", ({ text }) => /transaction|unitOfWork|\bhold\(|["'`]\s*begin\b/i.test(text)],
  ["repository", ({ text }) => /Repo|repositor|D(?:ao|AO)\b/.test(text)],
  ["imported", () => true],
  ["re-export", ({ text }) => /\bexports?\b/.test(text)],
]);

/** Whether the architecture lets there be something of the kind in a file. What was found in files is kept, and holds whatever the architecture becomes. */
export function concerns(kind: Kind, { place, edges }: SourceFile): boolean {
  if (kind === "re-export") return place?.kind === "door";
  return kind !== "imported" || edges.some(({ to }) => to?.place?.kind === "door" && to.place.service !== place?.service);
}

/** Words of statements and of query builders. */
const SQL =
  /\b(?:select|insert|update|delete|truncate|join|create|alter)\b[^;]{0,400}?\b(?:from|into|set|table|on)\b|\bfrom\s+"|(?:Table|From|Into|Join)\(|\.(?:from|into|table|join)\(|knex\(|prisma|@Entity/i;

/** Of the kinds wanted, those that a parser must look for in this script: the others cannot be in it. */
export function candidates(script: Script, file: SourceFile, wanted: readonly Kind[]): readonly Kind[] {
  let known: Changes | null = null;
  const changes = (): Changes => {
    known ??= changesIn(script.path, script.text);
    return known;
  };
  const candidate = { text: script.text, file, changes };
  return wanted.filter((kind) => MAY_HAVE.get(kind)?.(candidate) ?? false);
}
