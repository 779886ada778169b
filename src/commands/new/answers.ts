/** What must be known to write a first spec. */
export interface Answers {
  readonly name: string;
  readonly topology: string;
  readonly service: string;
  readonly entity: string;
  /** As `title: string(1..200); done: bool = false`. */
  readonly fields: string;
  readonly auth: string;
}

export type Known = { readonly [Key in keyof Answers]?: Answers[Key] };

export const answerKeys = ["name", "service", "entity", "fields", "topology", "auth"] as const satisfies readonly (keyof Answers)[];

export const topologies = ["monolith", "modular-monolith", "microservices", "serverless", "hybrid"] as const;
export const authModels = ["none", "jwt"] as const;

/** What a careful engineer would answer; the name is the folder's. */
export function defaultsFor(folderName: string): Answers {
  return {
    name: asName(folderName),
    topology: "monolith",
    service: "notes",
    entity: "Note",
    fields: "title: string(1..200); body: optional(text); pinned: bool = false",
    auth: "none",
  };
}

/** A folder's name as a system's name: kebab-case, `app` where nothing is left of it. */
export function asName(folderName: string): string {
  const kebab = folderName.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^[-0-9]+|-+$/g, "");
  return kebab === "" ? "app" : kebab;
}
