import type { Entity, Event, Field, Operation, Service } from "../../model/architecture.ts";
import { camel, kebab, pascal, plural, snake } from "../render/index.ts";
import { kernelExports } from "./code/kernel.ts";

const WORDS =
  "abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default delete do else enum eval export extends false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null number object of package private protected public readonly require return set static string super switch symbol this throw true try type typeof undefined unique unknown var void while with yield";

const GLOBALS =
  "AbortSignal Array BigInt Boolean Buffer Date Error Function Infinity JSON Map Math NaN Number Object Partial Pick Promise Proxy Readonly Record Omit Reflect RegExp Set String Symbol console global globalThis process";

/** Names that generated files use in their own way. */
const OWN =
  "Ports Repositories ports repositories transaction envelope input after before changed client created current database done event events found id list moved now overtaken payload query reached result row rows rowsOf statement steps value values version written";

const TAKEN: ReadonlySet<string> = new Set([
  ...`${WORDS} ${GLOBALS} ${OWN}`.split(" "),
  ...kernelExports.map((one) => one.name),
]);

/** The name of a type in code; a name that TypeScript or the kernel uses gets a word behind it. */
export const typeName = (name: string): string => (TAKEN.has(name) ? `${name}Record` : name);

/** The name of a function in code. */
export const functionName = (name: string): string => (TAKEN.has(name) ? `${name}Operation` : name);

/** How texts for people call an entity: `order line`. */
export const spoken = (name: string): string => kebab(name).replaceAll("-", " ");

/** `an order`, `a note`, `a user` */
export const withArticle = (text: string): string => `${/^(?!us|uni|eu)[aeiou]/u.test(text) ? "an" : "a"} ${text}`;

export const entityNames = (entity: Pick<Entity, "name">) => {
  const file = kebab(entity.name);
  return {
    type: typeName(entity.name),
    name: entity.name,
    camel: camel(entity.name),
    plural: pascal(plural(file)),
    pluralCamel: camel(plural(file)),
    file,
    pluralFile: plural(file),
    spoken: spoken(entity.name),
    spokenPlural: plural(file).replaceAll("-", " "),
    anEntity: withArticle(spoken(entity.name)),
    table: plural(snake(entity.name)),
  };
};

export type EntityNames = ReturnType<typeof entityNames>;

/** What the world and the ports of every service hold already. */
const WORLD: ReadonlySet<string> = new Set(["database", "log", "now", "newId", "repositories"]);

/** The name under which those who call a service are handed its client. */
export const portName = (service: string): string => (WORLD.has(camel(service)) ? `${camel(service)}Service` : camel(service));

export const serviceNames = (service: Pick<Service, "name">) => ({
  camel: camel(service.name),
  port: portName(service.name),
  client: `${pascal(service.name)}Client`,
  contract: `${camel(service.name)}Contract`,
  needs: `${pascal(service.name)}Needs`,
  create: `create${pascal(service.name)}`,
  schema: snake(service.name),
});

/** Interfaces of what goes into and comes out of an operation; a transition belongs to its entity. */
export const operationNames = (operation: Pick<Operation, "name">, service: Service) => {
  const taken = new Set([...service.types, ...service.entities, ...service.events].map((one) => one.name));
  const unclashing = (name: string): string => (taken.has(name) || TAKEN.has(name) ? name.replace(/(?=(?:Input|Output)$)/u, "Operation") : name);
  return {
    input: unclashing(`${pascal(operation.name)}Input`),
    output: unclashing(`${pascal(operation.name)}Output`),
    function: functionName(operation.name),
    file: kebab(operation.name),
  };
};

export const eventNames = (event: Pick<Event, "name">) => ({
  type: typeName(event.name),
  function: TAKEN.has(camel(event.name)) ? `${camel(event.name)}Message` : camel(event.name),
});

/** A field's column; money has two. */
export const columnsOf = (field: Pick<Field, "name" | "type">): readonly string[] => {
  const column = snake(field.name);
  return field.type.kind === "scalar" && field.type.name === "money" ? [`${column}_amount`, `${column}_currency`] : [column];
};

/** A name for a constraint or index, cut with a checksum where Postgres would cut it without. */
export const constraintName = (...parts: readonly string[]): string => shortened(parts.join("_"), 63);

/** A name of at most so many characters, of which a checksum ends those that are cut. */
export const shortened = (name: string, length: number): string => {
  if (name.length <= length) return name;
  let sum = 2166136261;
  for (const character of name) sum = Math.imul(sum ^ character.charCodeAt(0), 16777619) >>> 0;
  return `${name.slice(0, length - 9)}_${sum.toString(16).padStart(8, "0")}`;
};
