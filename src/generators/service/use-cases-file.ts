import type { Entity } from "../../model/architecture.ts";
import { pascal, render, typescriptString } from "../render/index.ts";
import { arrayOf, arrowBody, callOf, head, line, objectOf, type Source } from "./code/layout.ts";
import { recordSource, schemaSource } from "./code/schemas.ts";
import { newType } from "./code/types.ts";
import { beginningParameters } from "./domain.ts";
import { keyOf, payloadOf } from "./events.ts";
import { collectionsOf } from "./data/tables.ts";
import { entityNames, eventNames, typeName } from "./names.ts";
import { isAudited, secretFields } from "../audited.ts";
import { keptFor } from "../retention.ts";
import { numberText } from "./methods.ts";
import { grantKey, grantsName } from "./policies/index.ts";
import { stepsView } from "./sagas.ts";
import type { Scope } from "./scope.ts";
import { changeable, changesName, largestPage, sortable } from "./shapes.ts";
import { isTenantItself, rowsOfText, rowsSource } from "./tenants.ts";
import type { UseCase } from "./use-case.ts";
import { changesRow, isUser, useCasesOf } from "./use-cases.ts";

/** The text of application/<entities>.ts. */
export const useCasesBody = (scope: Scope, entity: Entity): string => {
  const names = entityNames(entity);
  const cases = useCasesOf(scope, entity);
  const writing = cases.filter((one) => changesRow(one));
  const publishes = writing.some((one) => one.emits.length > 0);
  return render("service/use-cases.ts.hbs", {
    ...names,
    rows: rowsSource(entity),
    rowsOf: rowsOfText(entity),
    max: largestPage(scope, entity),
    schema: `${names.camel}Order`,
    order: line(0, `const ${names.camel}Order = `, orderSource(entity), ";"),
    list: cases.some((one) => one.action === "list"),
    get: cases.some((one) => one.action !== "list" && one.action !== "create"),
    current: cases.some((one) => changesRow(one) || one.action === "delete"),
    written: writing.length > 0,
    publishes,
    guarded: cases.some((one) => one.guarded && one.action !== "list" && one.action !== "create"),
    grants: grantsName(entity),
    reached: cases.some((one) => one.action === "list" && one.guarded),
    hasGet: cases.some((one) => one.action === "get"),
    reachedHead: head("const reached = async ", ["ports: Ports", "envelope: Envelope", `grants: readonly Grant<${names.type}>[]`, "id: string"], `Promise<Result<${names.type}>>`),
    guardedGetHead: line(0, `export const get${entity.name} = `, callOf("", ["ports: Ports", "envelope: Envelope", "id: string"]), `: Promise<Result<${names.type}>> =>`),
    guardedCurrentHead: head("const current = async ", ["ports: Ports", "envelope: Envelope", `grants: readonly Grant<${names.type}>[]`, "id: string", "version: number | null"], `Promise<Result<${names.type}>>`),
    listHead: head(`export const list${names.plural} = async `, ["ports: Ports", ...(entity.tenant || cases.some((one) => one.action === "list" && one.guarded) ? ["envelope: Envelope"] : []), "input: ListInput"], `Promise<Result<Page<${names.type}>>>`),
    getHead: head(`export const get${entity.name} = async `, ["ports: Ports", ...(entity.tenant ? ["envelope: Envelope"] : []), "id: string"], `Promise<Result<${names.type}>>`),
    asks: entity.tenant ? "ports, envelope" : "ports",
    currentHead: head("const current = async ", ["ports: Ports", ...(entity.tenant ? ["envelope: Envelope"] : []), "id: string", "version: number | null"], `Promise<Result<${names.type}>>`),
    audit: isAudited(entity) ? line(0, `export const ${names.camel}Audit: Audited = `, auditedSource(scope, entity), ";") : null,
    noted: notedLine(entity, 4, "action", "from", "to"),
    writtenHead: writtenHead(names.type, publishes, entity),
    ...aroundOf(isOneStatement(entity) && !publishes),
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

/** Whether a change of an entity is one statement: no rows of its own in other tables, and no note of it. */
const isOneStatement = (entity: Entity): boolean => collectionsOf(entity).length === 0 && !isAudited(entity);

/** What a change runs in, and what that is called there. */
const aroundOf = (one: boolean): { readonly around: string; readonly within: string } =>
  one ? { around: "single", within: "queries" } : { around: "transaction", within: "transaction" };

const writtenHead = (type: string, publishes: boolean, entity: Entity): string =>
  line(0, "const written = ", callOf("", [
    "ports: Ports",
    ...(publishes || entity.tenant || isAudited(entity) ? ["envelope: Envelope"] : []),
    ...(isAudited(entity) ? ["action: string"] : []),
    `from: ${type}`,
    `to: ${type}`,
    "version: number | null",
    ...(publishes ? ["events: readonly OutgoingEvent[]"] : []),
  ]), `: Promise<Result<${type}>> =>`);

const TYPES: ReadonlyMap<string, string> = new Map([["envelope", "Envelope"], ["id", "string"], ["version", "number | null"]]);

const caseView = (scope: Scope, entity: Entity, one: UseCase, publishes: boolean) => {
  const result = one.action === "delete" ? "null" : typeName(entity.name);
  const row = rowOf(one);
  const events = one.emits.map((name) => eventView(scope, entity, name, row));
  const types = new Map([...TYPES, ["input", newType(entity.name)], ["changes", changesName(entity)]]);
  const steps = stepsView(entity, one);
  return {
    head: head(`export const ${one.function} = async `, ["ports: Ports", ...one.parameters.map((name) => `${name}: ${types.get(name) ?? ""}`)], `Promise<Result<${result}>>`),
    found: line(2, "const found = await ", callOf("current", one.guarded ? ["ports", "envelope", `${grantsName(entity)}.${grantKey(one)}`, "id", "version"] : ["ports", ...(entity.tenant ? ["envelope"] : []), "id", "version"]), ";"),
    refused: one.guarded ? refusedLines(entity, one) : [],
    isCreate: one.action === "create",
    isUpdate: one.action === "update",
    isTransition: one.action === "transition",
    kept: keptLine(entity, one),
    name: typescriptString(one.transition?.transition.name ?? ""),
    begin: one.action === "create" ? beginLines(scope, entity) : [],
    change: line(2, "const changed = ", callOf(`changed${entity.name}`, changeArguments(entity)), ";"),
    described: events.flatMap((event) => event.described),
    steps,
    write: writeText(entity, one, publishes, events.map((event) => event.source), steps !== null),
  };
};

/** What may not be made, or be changed into: it would be beyond the grant of whoever asks. */
const refusedLines = (entity: Entity, one: UseCase): readonly string[] => {
  if (one.action !== "create" && one.action !== "update") return [];
  const { anEntity } = entityNames(entity);
  const granted = line(2, "const granted = ", callOf("isGranted", [`${grantsName(entity)}.${grantKey(one)}`, "envelope", "ports.now()", rowOf(one)]), ";");
  const message = one.action === "create" ? `You may not create such ${anEntity}.` : `You may not make such ${anEntity} of it.`;
  return [granted, `  if (!granted) return fail("forbidden", ${typescriptString(message)});`];
};

/** Null where nothing says that it must be kept. */
const keptLine = (entity: Entity, one: UseCase): string | null => {
  const keepMs = keptFor(entity);
  return one.action !== "delete" || keepMs === null ? null : line(2, "const free = ", callOf("mayGo", ["found.value", numberText(keepMs), "ports.now()"]), ";");
};

const ROWS: Readonly<Record<string, string>> = { create: "created", delete: "found.value", update: "changed", transition: "moved.value" };

/** What the source calls the row as it is to be, or as it was where it is deleted. */
const rowOf = ({ action }: UseCase): string => ROWS[action] ?? "found.value";

/** What ends a use case: alone, or as what the calls before it were for. */
const writeText = (entity: Entity, one: UseCase, publishes: boolean, events: readonly Source[], afterSteps: boolean): string => {
  if (changesRow(one)) {
    const action = isAudited(entity) ? [typescriptString(one.transition?.transition.name ?? "update")] : [];
    const args = ["ports", ...(publishes || entity.tenant || isAudited(entity) ? ["envelope"] : []), ...action, "found.value", rowOf(one), "version"];
    const source = callOf("written", publishes ? [...args, arrayOf(events)] : args);
    return afterSteps ? arrowBody(4, "write: () =>", source, ",") : line(2, "return ", source, ";");
  }
  const indent = afterSteps ? 6 : 2;
  const pad = " ".repeat(indent);
  const { around, within } = aroundOf(isOneStatement(entity) && events.length === 0);
  const lines = [...changeLines(entity, one, `${pad}  `, within), ...events.map((event) => line(indent + 2, "await ", callOf("transaction.publish", ["envelope", event]), ";"))];
  const text = [`ports.database.${around}(async (${within}) => {`, ...lines, `${pad}  return ok(${one.action === "delete" ? "null" : "created"});`, `${pad}})`].join("\n");
  return afterSteps ? `    write: () =>\n${pad}${text},` : `${pad}return ${text};`;
};

const changeLines = (entity: Entity, one: UseCase, pad: string, within: string): readonly string[] => {
  const rows = rowsSource(entity);
  return one.action === "create"
    ? [`${pad}await ${rows}.insert(${within}, created);`, ...noted(entity, pad, '"create"', "null", "created")]
    : [`${pad}const done = await ${rows}.remove(${within}, found.value);`, `${pad}if (!done) return overtaken(version);`, ...noted(entity, pad, '"delete"', "found.value", "null")];
};

const auditedSource = (scope: Scope, entity: Entity): Source =>
  objectOf([["entity", typescriptString(`${scope.service.name}.${entity.name}`)], ["secret", arrayOf(secretFields(entity, scope.service.entities).map(typescriptString))]]);

/** The note of a change, in its transaction. */
const notedLine = (entity: Entity, indent: number, action: string, from: string, to: string): string => {
  const id = `${to === "null" ? from : to}.id`;
  const change = objectOf([["action", action], ["id", id], ["at", "ports.now()"], ["from", from], ["to", to]]);
  return line(indent, "await ", callOf("ports.auditTrail", ["transaction", "envelope", `${entityNames(entity).camel}Audit`, change]), ";");
};

const noted = (entity: Entity, pad: string, action: string, from: string, to: string): readonly string[] =>
  isAudited(entity) ? [notedLine(entity, pad.length, action, from, to)] : [];

const beginLines = (scope: Scope, entity: Entity): readonly string[] => {
  const args = new Map([["input", "input"], ["id", isTenantItself(scope, entity) ? "tenantOf(envelope)" : isUser(scope, entity) ? "id" : "ports.newId()"], ["now", "ports.now()"], ["newId", "ports.newId"]]);
  const created = line(2, "const created = ", callOf(`new${entity.name}`, beginningParameters(entity).map((name) => args.get(name) ?? name)), ";");
  if (isTenantItself(scope, entity)) return ["  // A tenant has one row, under the id that all its rows are marked with.", created];
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
  };
};
