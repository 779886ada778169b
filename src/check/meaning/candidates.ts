import { isComponent } from "../extract/component.ts";
import type { SourceFile } from "../graph.ts";
import type { Kind } from "./fact.ts";
import { sends } from "./outbound-clients.ts";

/** Kinds that need the file parsed, with a cheap test that holds of every file in which there is something of the kind. */
const MAY_HAVE: ReadonlyMap<Kind, (text: string, file: SourceFile) => boolean> = new Map<Kind, (text: string, file: SourceFile) => boolean>([
  ["environment", (text) => /\benv\b/.test(text)],
  ["outbound", (text, { edges }) => text.includes("fetch") || edges.some(({ target }) => "name" in target && sends(target.name))],
  ["state", (text, { path }) => (isComponent(path) ? ANYWHERE : OF_A_MODULE).test(text) || /\bstatic\b/.test(text)],
  ["foreign-state", (text) => /\bimport\b|\brequire\b/.test(text)],
  ["shared", (text) => /\bexport\b/.test(text)],
  ["table", (text) => SQL.test(text)],
  ["transaction", (text) => /transaction|unitOfWork|\bhold\(|["'`]\s*begin\b/i.test(text)],
  ["repository", (text) => /Repo|repositor|D(?:ao|AO)\b/.test(text)],
  ["imported", (_, file) => file.edges.some((edge) => edge.to?.place?.kind === "door" && edge.to.place.service !== file.place?.service)],
  ["re-export", (text, { place }) => place?.kind === "door" && /\bexport\b/.test(text)],
]);

/** A variable that is no function's begins a line, or stands behind another statement; in a component lines are indented. */
const OF_A_MODULE = /(?:^|;[ \t]*)(?:export\s+)?(?:let|var|const)\s/m;
const ANYWHERE = /\b(?:let|var|const)\s/;

/** Words of statements and of query builders. */
const SQL =
  /\b(?:select|insert|update|delete|truncate|join|create|alter)\b[^;]{0,400}?\b(?:from|into|set|table|on)\b|\bfrom\s+"|(?:Table|From|Into|Join)\(|\.(?:from|into|table|join)\(|knex\(|prisma|@Entity/i;

/** Of the kinds wanted, those that a parser must look for in this text: the others cannot be in it. */
export function candidates(text: string, file: SourceFile, wanted: readonly Kind[]): readonly Kind[] {
  return wanted.filter((kind) => MAY_HAVE.get(kind)?.(text, file) ?? false);
}
