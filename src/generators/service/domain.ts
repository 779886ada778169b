import type { Entity, Field } from "../../model/architecture.ts";
import { render, typescriptString } from "../render/index.ts";
import { arrayOf, arrow, callOf, conditional, fallback, layout, line, objectOf, type Source, spreadOf } from "./code/layout.ts";
import { literal } from "./code/literal.ts";
import { isCollection, isNullable, newType } from "./code/types.ts";
import { entityNames, typeName } from "./names.ts";
import type { Scope } from "./scope.ts";
import { changeable, changesName, entityInterfaces, ownedBy } from "./shapes.ts";
import { usesOf } from "./uses.ts";

/** The text of domain/<entity>.ts: the entity and those that it owns, how one begins, changes and moves. */
export const domainBody = (scope: Scope, entity: Entity): string =>
  render("service/domain.ts.hbs", {
    declarations: [
      ...entityInterfaces(scope, entity).map((one) => one.text),
      ...[...ownedBy(scope, entity), entity].map((one) => beginning(scope, one)),
      ...(usesOf(scope, entity).has("update") ? [changing(scope, entity)] : []),
    ],
    transitions: entity.transitions.length === 0 ? null : transitionsOf(entity),
  });

/** Whether new ids are needed beside the entity's own. */
export const makesIds = (entity: Entity): boolean => entity.fields.some((field) => field.type.kind === "children" && field.set !== "never");

export const beginningParameters = (entity: Entity): readonly string[] => [
  "input",
  "id",
  ...(entity.ownedBy === null ? ["now"] : []),
  ...(makesIds(entity) ? ["newId"] : []),
];

const TYPES: ReadonlyMap<string, string> = new Map([["id", "string"], ["now", "string"], ["newId", "() => string"]]);

const parametersOf = (entity: Entity): readonly string[] => {
  const reads = entity.fields.some((field) => field.set !== "never");
  return beginningParameters(entity).map((name) =>
    `${name === "input" && !reads ? "_input" : name}: ${TYPES.get(name) ?? newType(entity.name)}`);
};

const beginning = (scope: Scope, entity: Entity): string => {
  const values = entity.fields.map((field): readonly [string, Source] => [field.name, firstValue(scope, field)]);
  const stored: readonly (readonly [string, Source])[] =
    entity.ownedBy === null ? [["id", "id"], ["createdAt", "now"], ["updatedAt", "now"], ["version", "1"]] : [["id", "id"]];
  return arrow(`export const new${entity.name} = `, parametersOf(entity), typeName(entity.name), objectOf([...stored, ...values]));
};

const CANONICAL: ReadonlyMap<string, string> = new Map([["money", "canonicalMoney"], ["timestamp", "canonicalTime"], ["decimal", "canonicalDecimal"]]);

/** The function that gives a value its one spelling; null where it has but one. */
const canonical = ({ type }: Field): string | null => {
  if (type.kind === "set") return "canonicalSet";
  return type.kind === "scalar" ? (CANONICAL.get(type.name) ?? null) : null;
};

export const isSpelled = (field: Field): boolean => canonical(field) !== null;

const firstValue = (scope: Scope, field: Field): Source => {
  if (field.set === "never") return field.default === undefined ? emptyValue(field) : literal(field.default);
  const value = `input.${field.name}`;
  if (field.type.kind === "children") return newChildren(field.name, childrenOf(scope, field, field.optional ? `(${value} ?? [])` : value));
  const spelling = canonical(field);
  if (isNullable(field) && field.default === undefined) {
    return spelling === null ? `${value} ?? null` : callOf("whenGiven", [value, spelling]);
  }
  const standard = field.type.kind === "set" ? "[]" : field.default === undefined ? null : layout(literal(field.default), 0, 0, 0);
  const whole = standard === null ? value : `${value} ?? ${standard}`;
  return spelling === null ? whole : callOf(spelling, [whole]);
};

/** What does not fit on the line of its name is broken behind the arrow. */
const newChildren = (name: string, source: string): string =>
  `  ${name}: ${source},`.length <= 120 ? source : source.replace(/ => (?<made>.*)\)$/u, " =>\n    $<made>,\n  )");

const childrenOf = (scope: Scope, field: Field, value: string): string => {
  if (field.type.kind !== "children") return value;
  const child = scope.entity(field.type.entity);
  const args = makesIds(child) ? "one, newId(), newId" : "one, newId()";
  return `${value}.map((one) => new${child.name}(${args}))`;
};

const ZERO: ReadonlyMap<string, string> = new Map([
  ["int", "0"],
  ["bool", "false"],
  ["money", '{ amount: "0.00", currency: "EUR" }'],
  ["decimal", '"0"'],
  ["json", "{}"],
  ["timestamp", "now"],
  ["date", "now.slice(0, 10)"],
  ["uuid", '"00000000-0000-0000-0000-000000000000"'],
]);

/** Of a field that no client sets and that has no default. */
const emptyValue = (field: Field): Source => {
  if (isCollection(field) || field.type.kind === "list") return "[]";
  if (field.optional) return "null";
  if (field.type.kind === "enum") return typescriptString(field.type.values[0] ?? "");
  if (field.type.kind === "scalar") return ZERO.get(field.type.name) ?? '""';
  return '"00000000-0000-0000-0000-000000000000"';
};

const changing = (scope: Scope, entity: Entity): string => {
  const fields = changeable(entity);
  const values = fields.flatMap((field): readonly (readonly [string, Source])[] => {
    const value = `changes.${field.name}`;
    const kept = `current.${field.name}`;
    if (field.type.kind === "children") return [[field.name, fallback(2, field.name, childrenOf(scope, field, `${value}?`), kept)]];
    const spelling = canonical(field);
    if (spelling === null) return [];
    const spelled = isNullable(field) ? `whenGiven(${value}, ${spelling})` : `${spelling}(${value})`;
    return [[field.name, conditional(2, field.name, `${value} === undefined`, kept, spelled)]];
  });
  const needsIds = fields.some((field) => field.type.kind === "children");
  const parameters = [
    `current: ${typeName(entity.name)}`,
    `changes: ${changesName(entity)}`,
    "now: string",
    ...(needsIds ? ["newId: () => string"] : []),
  ];
  const all: readonly (readonly [string, Source])[] = [...values, ["updatedAt", "now"], ["version", "current.version + 1"]];
  return arrow(`export const changed${entity.name} = `, parameters, typeName(entity.name), changedSource(all));
};

const changedSource = (values: readonly (readonly [string, Source])[]): Source => {
  const source = spreadOf("current", values);
  if (typeof source === "string") throw new Error("an object with a spread is never empty");
  return { ...source, items: [...source.items.slice(0, 1), { prefix: "...", source: "changes" }, ...source.items.slice(1)] };
};

const transitionsOf = (entity: Entity) => {
  const names = entityNames(entity);
  const fields = [...new Set(entity.transitions.map((one) => one.field))];
  const optional = entity.fields.some((field) => fields.includes(field.name) && field.optional);
  return {
    ...names,
    union: unionLine(`export type ${entity.name}Transition =`, entity.transitions.map((one) => typescriptString(one.name))),
    rule: `${entity.name}TransitionRule`,
    fields: fields.map(typescriptString).join(" | "),
    state: optional ? "String(current[field])" : "current[field]",
    head: line(0, `export const moved${entity.name} = `, callOf("", [`current: ${names.type}`, `transition: ${entity.name}Transition`, "now: string"]), `: Result<${names.type}> => {`),
    rows: entity.transitions.map((one) =>
      line(2, `${one.name}: `, objectOf([
        ["field", typescriptString(one.field)],
        ["from", arrayOf(one.from.map(typescriptString))],
        ["to", objectOf([[one.field, typescriptString(one.to)]])],
      ]), ",")),
  };
};

const unionLine = (prefix: string, types: readonly string[]): string => {
  const whole = `${prefix} ${types.join(" | ")};`;
  return whole.length <= 120 ? whole : `${prefix}${types.map((type) => `\n  | ${type}`).join("")};`;
};
