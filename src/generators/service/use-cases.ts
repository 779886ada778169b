import type { ActionOptions, Entity, Operation, OperationRef, ResourceAction } from "../../model/architecture.ts";
import { pascal, render, typescriptString } from "../render/index.ts";
import { arrayOf, callOf, head, line, objectOf, type Source } from "./code/layout.ts";
import { recordSource, schemaSource } from "./code/schemas.ts";
import { newType } from "./code/types.ts";
import { beginningParameters } from "./domain.ts";
import { keyOf, payloadOf } from "./events.ts";
import { entityNames, eventNames, serviceNames, typeName } from "./names.ts";
import { resourceOf, type Scope } from "./scope.ts";
import { changeable, changesName, largestPage, sortable } from "./shapes.ts";
import { hasUndo } from "./undo.ts";
import { onlyThrough } from "./states.ts";
import { usesOf } from "./uses.ts";

/** One thing that may be done to an entity, with what it publishes and calls. */
export interface UseCase {
  readonly action: ResourceAction | "transition";
  readonly function: string;
  readonly parameters: readonly string[];
  /** The word of its seeded files and functions: `place`, `createOrder`. */
  readonly word: string;
  readonly emits: readonly string[];
  readonly uses: readonly OperationRef[];
  readonly transition: Operation["transition"];
}

const writes: ReadonlySet<string> = new Set(["update", "transition"]);

const NOTHING: Pick<ActionOptions, "emits" | "uses"> = { emits: [], uses: [] };

/** The use cases of an entity in the order in which its file has them. */
export const useCasesOf = (scope: Scope, entity: Entity): readonly UseCase[] => {
  const names = entityNames(entity);
  const actions = [...usesOf(scope, entity)].map((action): UseCase => {
    const options = resourceOf(scope, entity)?.actions.find((one) => one.action === action) ?? NOTHING;
    const word = action === "list" ? `list${names.plural}` : `${action}${entity.name}`;
    return { action, function: functionOf(scope, word), parameters: [], word, emits: options.emits, uses: serviceUses(scope, options.uses), transition: null };
  });
  const transitions = scope.service.operations
    .filter((one) => one.transition?.entity === entity.name)
    .map((one): UseCase => ({
      action: "transition",
      function: `${one.name}${entity.name}`,
      parameters: [],
      word: one.name,
      emits: one.emits,
      uses: serviceUses(scope, one.uses),
      transition: one.transition,
    }));
  const all = [...actions, ...transitions];
  // Those that change a row share one function that writes it and publishes.
  const publishes = all.some((one) => writes.has(one.action) && one.emits.length > 0);
  return all.map((one) => ({ ...one, parameters: parametersOf(scope, entity, one, publishes && writes.has(one.action)) }));
};

/** A service `order` is itself made by `createOrder`, so that its entity `Order` needs another word. */
const functionOf = (scope: Scope, word: string): string =>
  word === serviceNames(scope.service).create ? word.replace(/^create/u, "createNew") : word;

const serviceUses = (scope: Scope, uses: readonly OperationRef[]): readonly OperationRef[] =>
  uses.filter((ref) => scope.architecture.services.some((one) => one.name === ref.service));

/** Whether a row of this entity is somebody who registered alone, and then bears the id of their account. */
export const isUser = (scope: Scope, entity: Entity): boolean => {
  const { user, models, selfRegistration } = scope.architecture.auth;
  return selfRegistration !== null && !models.includes("none") && user?.service === scope.service.name && user.entity === entity.name;
};

/** The names of the parameters after `ports`. */
const parametersOf = (scope: Scope, entity: Entity, one: UseCase, publishes: boolean): readonly string[] => {
  const speaks = publishes || one.emits.length > 0 || one.uses.length > 0 || (one.action === "create" && isUser(scope, entity));
  const envelope = speaks ? ["envelope"] : [];
  switch (one.action) {
    case "list": return ["input"];
    case "get": return ["id"];
    case "create": return [...envelope, "input"];
    case "update": return [...envelope, "id", "version", "changes"];
    default: return [...envelope, "id", "version"];
  }
};

/** The text of application/<entities>.ts. */
export const useCasesBody = (scope: Scope, entity: Entity): string => {
  const names = entityNames(entity);
  const cases = useCasesOf(scope, entity);
  const writing = cases.filter((one) => writes.has(one.action));
  const publishes = writing.some((one) => one.emits.length > 0);
  return render("service/use-cases.ts.hbs", {
    ...names,
    max: largestPage(scope, entity),
    schema: `${names.camel}Order`,
    order: line(0, `const ${names.camel}Order = `, orderSource(entity), ";"),
    list: cases.some((one) => one.action === "list"),
    get: cases.some((one) => one.action !== "list" && one.action !== "create"),
    current: cases.some((one) => writes.has(one.action) || one.action === "delete"),
    written: writing.length > 0,
    publishes,
    listHead: head(`export const list${names.plural} = async `, ["ports: Ports", "input: ListInput"], `Promise<Result<Page<${names.type}>>>`),
    getHead: head(`export const get${entity.name} = async `, ["ports: Ports", "id: string"], `Promise<Result<${names.type}>>`),
    currentHead: head("const current = async ", ["ports: Ports", "id: string", "version: number | null"], `Promise<Result<${names.type}>>`),
    writtenHead: writtenHead(names.type, publishes),
    cases: cases.filter((one) => one.action !== "list" && one.action !== "get").map((one) => caseView(scope, entity, one, publishes)),
  });
};

/** The values by which a list may be in order, as a cursor may hold them. */
const orderSource = (entity: Entity): Source => {
  const own = entity.fields.filter((field) => sortable(entity).includes(field.name));
  return recordSource([
    ["id", "uuid"],
    ["createdAt", "timestamp"],
    ["updatedAt", "timestamp"],
    ...own.map((field) => [field.name, schemaSource(field.type, "stored")] as const),
  ]);
};

const writtenHead = (type: string, publishes: boolean): string =>
  line(0, "const written = ", callOf("", [
    "ports: Ports",
    ...(publishes ? ["envelope: Envelope"] : []),
    `from: ${type}`,
    `to: ${type}`,
    ...(publishes ? ["events: readonly OutgoingEvent[]"] : []),
  ]), `: Promise<Result<${type}>> =>`);

const TYPES: ReadonlyMap<string, string> = new Map([["envelope", "Envelope"], ["id", "string"], ["version", "number | null"]]);

const caseView = (scope: Scope, entity: Entity, one: UseCase, publishes: boolean) => {
  const result = one.action === "delete" ? "null" : typeName(entity.name);
  const row = one.action === "create" ? "created" : one.action === "delete" ? "found.value" : one.action === "update" ? "changed" : "moved.value";
  const events = one.emits.map((name) => eventView(scope, entity, name, row));
  const types = new Map([...TYPES, ["input", newType(entity.name)], ["changes", changesName(entity)]]);
  return {
    head: head(`export const ${one.function} = async `, ["ports: Ports", ...one.parameters.map((name) => `${name}: ${types.get(name) ?? ""}`)], `Promise<Result<${result}>>`),
    isCreate: one.action === "create",
    isUpdate: one.action === "update",
    isDelete: one.action === "delete",
    isTransition: one.action === "transition",
    name: typescriptString(one.transition?.transition.name ?? ""),
    begin: one.action === "create" ? beginLines(scope, entity) : [],
    change: line(2, "const changed = ", callOf(`changed${entity.name}`, changeArguments(entity)), ";"),
    before: one.uses.length === 0 ? null : { call: `before${pascal(one.word)}`, row: one.action === "transition" || one.action === "update" ? "found.value" : row },
    undo: undoView(scope, entity, one),
    described: events.flatMap((event) => event.described),
    published: events.map((event) => event.published),
    returned: line(2, "return ", writeSource(publishes, row, events.map((event) => event.source)), ";"),
    result: line(2, "const result = await ", writeSource(publishes, row, events.map((event) => event.source)), ";"),
  };
};

const beginLines = (scope: Scope, entity: Entity): readonly string[] => {
  const args = new Map([["input", "input"], ["id", isUser(scope, entity) ? "id" : "ports.newId()"], ["now", "ports.now()"], ["newId", "ports.newId"]]);
  const created = line(2, "const created = ", callOf(`new${entity.name}`, beginningParameters(entity).map((name) => args.get(name) ?? name)), ";");
  if (!isUser(scope, entity)) return [created];
  const role = typescriptString(scope.architecture.auth.selfRegistration ?? "");
  const own = `envelope.user?.roles.includes(${role}) ? envelope.user.id : ports.newId()`;
  return ["  // Who registered alone has one row, under the id of the account.", `  const id = ${own};`, created];
};

const changeArguments = (entity: Entity): readonly string[] => [
  "found.value",
  "changes",
  "ports.now()",
  ...(changeable(entity).some((field) => field.type.kind === "children") ? ["ports.newId"] : []),
];

/** Where the names match, the event is made here; else a seeded function says what is in it. */
const eventView = (scope: Scope, entity: Entity, name: string, row: string) => {
  const event = scope.service.events.find((one) => one.name === name);
  if (event === undefined) throw new Error(`no event ${name}`);
  const names = eventNames(event);
  const payload = payloadOf(entity, event, row);
  const local = `${names.function}Payload`;
  // An event that does not hold the entity's id is ordered by it all the same.
  const key = keyOf(scope, event) === null ? [`${row}.id`] : [];
  const source = callOf(names.function, [payload === null ? `${local}.value` : objectOf(payload), ...key]);
  return {
    source,
    described: payload === null ? [`  const ${local} = describe${pascal(event.name)}(${row});`, `  if (!${local}.ok) return ${local};`] : [],
    published: line(4, "await ", callOf("transaction.publish", ["envelope", source]), ";"),
  };
};

const writeSource = (publishes: boolean, to: string, events: readonly Source[]): Source =>
  callOf("written", publishes ? ["ports", "envelope", "found.value", to, arrayOf(events)] : ["ports", "found.value", to]);

/** How what was called is taken back where the row could not be written, unless somebody else wrote it by the same call. */
const undoView = (scope: Scope, entity: Entity, one: UseCase) => {
  if (one.transition === null || !hasUndo(scope, one)) return null;
  const { transition } = one.transition;
  const states = onlyThrough(entity, transition).map(typescriptString).join(", ");
  return { call: `undo${pascal(one.word)}`, states: `[${states}]`, field: transition.field };
};
