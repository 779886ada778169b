import type { Entity, Field, ScalarName, Type } from "../../model/architecture.ts";
import { pascal } from "../render/index.ts";
import { isNullable, isOmittable, type Place } from "../service/code/types.ts";
import type { Scope } from "../service/scope.ts";
import { createDeclarations, type Declarations, described } from "./names.ts";

/** A member of an object: its name, its type as `[ID!]!`, and what it is. */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
}

/** The GraphQL types of what a service shows and takes; each is declared when it is first named. */
export interface Types extends Declarations {
  /** An entity as it is shown. */
  readonly entity: (entity: Entity) => string;
  /** What is said of a new row; null where there is nothing to say. */
  readonly creation: (entity: Entity) => string | null;
  readonly changes: (entity: Entity) => string | null;
  /** What an operation answers; null where it has nothing to say. */
  readonly output: (name: string, fields: readonly Field[]) => string | null;
  readonly input: (name: string, fields: readonly Field[]) => string | null;
  readonly value: (type: Type, owner: string) => string;
}

const SCALARS: ReadonlyMap<ScalarName, string> = new Map([["uuid", "ID"], ["bool", "Boolean"]]);

const CUSTOM: ReadonlyMap<ScalarName, readonly [name: string, description: string]> = new Map([
  ["int", ["SafeInt", "A whole number that JSON keeps exactly."]],
  ["decimal", ["Decimal", "A decimal number, as text."]],
  ["date", ["Date", "A day, as 2026-01-31."]],
  ["timestamp", ["DateTime", "A moment in UTC as RFC 3339 writes it."]],
  ["json", ["JSON", "Anything that JSON can say."]],
  ["bytes", ["Base64", "Bytes, as base64."]],
]);

/** What nobody sees from outside is not spoken of. */
const seen = (fields: readonly Field[]): readonly Field[] => fields.filter(({ visibleTo }) => visibleTo?.length !== 0);

/** The direction of a value: what is shown, what is said of something new, or something that is there said back as it was shown. */
type Way = "shown" | "taken" | "back";

export const objectText = (kind: "type" | "input", name: string, members: readonly Member[], description = ""): string =>
  `${described(description, "")}${kind} ${name} {\n${members.map((one) => `${described(one.description ?? "", "  ")}  ${one.name}: ${one.type}\n`).join("")}}`;

export const typesOf = (scope: Scope): Types => {
  const declarations = createDeclarations();
  const scalar = (name: ScalarName, way: Way): string => scalarType(declarations, name, way);
  const json = (): string => scalar("json", "shown");
  const textOf = (type: Type, place: Place, way: Way, owner: string): string => {
    const inner = (one: Type): string => textOf(one, place, way, owner);
    switch (type.kind) {
      case "scalar": return scalar(type.name, way);
      case "enum": return enumType(declarations, type.values, owner);
      case "foreign": return "ID";
      case "entity": return place === "stored" ? "ID" : way === "shown" ? shownEntity(scope.entity(type.entity)) : takenEntity(scope.entity(type.entity));
      case "children": return `[${childOf(scope.entity(type.entity), way)}!]`;
      case "set": return "[ID!]";
      case "type": return ofType(type.type, way);
      case "list": return `[${inner(type.of)}!]`;
    }
  };
  const childOf = (entity: Entity, way: Way): string =>
    way === "shown" ? shownEntity(entity) : way === "back" ? takenEntity(entity) : (creation(entity) ?? json());
  const member = (owner: string, place: Place, way: Way, isOpen: (field: Field) => boolean) => (field: Field): Member => ({
    name: field.name,
    type: `${textOf(field.type, place, way, `${owner}${pascal(field.name)}`)}${isOpen(field) ? "" : "!"}`,
    description: field.description,
  });
  /** Whoever does not see a field gets none. */
  const shownEntity = (entity: Entity): string =>
    declarations.named(`entity ${entity.name}`, entity.name, (name) =>
      objectText("type", name, [
        ...common(scalar("timestamp", "shown")).slice(0, entity.ownedBy === null ? 4 : 1),
        ...seen(entity.fields).map(member(entity.name, "stored", "shown", (field) => isNullable(field) || field.visibleTo !== null)),
      ], entity.description));
  const takenEntity = (entity: Entity): string =>
    declarations.named(`taken ${entity.name}`, `${entity.name}Input`, (name) =>
      objectText("input", name, [
        ...common(scalar("timestamp", "taken")).slice(0, entity.ownedBy === null ? 4 : 1),
        ...seen(entity.fields).map(member(entity.name, "stored", "back", isNullable)),
      ]));
  const fieldsOf = (kind: "type" | "input", wanted: string, members: readonly Member[], description = ""): string | null =>
    members.length === 0 ? null : declarations.named(`${kind} ${wanted}`, wanted, (name) => objectText(kind, name, members, description));
  const creation = (entity: Entity): string | null =>
    fieldsOf("input", `New${entity.name}`, seen(entity.fields).filter(({ set }) => set !== "never").map(member(entity.name, "stored", "taken", isOmittable)));
  const ofType = (typeName: string, way: Way): string => {
    const { fields, description } = scope.type(typeName);
    const members = seen(fields).map(member(typeName, "shown", way, isMissing));
    return fieldsOf(way === "shown" ? "type" : "input", way === "shown" ? typeName : `${typeName}Input`, members, description) ?? json();
  };
  return {
    ...declarations,
    entity: shownEntity,
    creation,
    changes: (entity) => fieldsOf("input", `${entity.name}Changes`, seen(entity.fields).filter(({ set }) => set === "always").map(member(entity.name, "stored", "taken", () => true))),
    output: (name, fields) => fieldsOf("type", name, seen(fields).map(member(name, "shown", "shown", isMissing))),
    input: (name, fields) => fieldsOf("input", name, seen(fields).map(member(name, "shown", "taken", isMissing))),
    value: (type, owner) => textOf(type, "stored", "taken", owner),
  };
};

const scalarType = (declarations: Declarations, name: ScalarName, way: Way): string => {
  if (name === "money") return money(declarations, way);
  const [custom, description] = CUSTOM.get(name) ?? [];
  if (custom === undefined) return SCALARS.get(name) ?? "String";
  return declarations.builtIn(custom, `${described(description ?? "", "")}scalar ${custom}`);
};

/** A text, where a value is no name in GraphQL. */
const enumType = (declarations: Declarations, values: readonly string[], owner: string): string =>
  values.every((value) => /^[A-Za-z_]\w*$/u.test(value) && !value.startsWith("__") && !["true", "false", "null"].includes(value))
    ? declarations.named(`enum ${owner}`, owner, (name) => `enum ${name} {\n${values.map((value) => `  ${value}\n`).join("")}}`)
    : "String";

const isMissing = (field: Field): boolean => field.optional || field.default !== undefined || field.visibleTo !== null;

const common = (moment: string): readonly Member[] => [
  { name: "id", type: "ID!" },
  { name: "createdAt", type: `${moment}!` },
  { name: "updatedAt", type: `${moment}!` },
  { name: "version", type: "Int!" },
];

/** An amount and its currency are two words for one value, shown and taken. */
const money = (declarations: Declarations, way: Way): string => {
  const decimal = declarations.builtIn("Decimal", `${described(CUSTOM.get("decimal")?.[1] ?? "", "")}scalar Decimal`);
  const members = [{ name: "amount", type: `${decimal}!` }, { name: "currency", type: "String!", description: "As ISO 4217 writes it." }];
  return way === "shown"
    ? declarations.builtIn("Money", objectText("type", "Money", members))
    : declarations.builtIn("MoneyInput", objectText("input", "MoneyInput", members));
};
