import type { Architecture, Entity, Field, Operation, Service, Type } from "../../model/architecture.ts";

/** Something that the spec has no more, and what may be the same under another name. */
export interface UnsaidRename {
  /** Where the new one stands, as `services.orders.entities.Order.fields.remark`. */
  readonly at: string;
  /** The name now, and those of one shape that are gone from the same place. */
  readonly name: string;
  readonly gone: readonly string[];
  /** What is left where it is nobody's any more, a sentence without its stop. */
  readonly left: string;
}

interface Named {
  readonly name: string;
  readonly was: string | null;
}

interface Place<Item extends Named> {
  readonly path: string;
  readonly was: readonly Item[];
  readonly now: readonly Item[];
  readonly shapeOf: (item: Item) => string;
  readonly left: string;
}

/** What a spec names otherwise than the one before, without saying that it is the same: whatever stood for it would stay behind. */
export const unsaidRenames = (was: Architecture, now: Architecture): readonly UnsaidRename[] => [
  ...unsaidIn({ path: "services", was: was.services, now: now.services, shapeOf: serviceShape, left: "its data stays in the schema of the old name, and what was written in its files stays with them" }),
  ...both(was.services, now.services).flatMap(([before, after]) => inService(before, after)),
];

const inService = (was: Service, now: Service): readonly UnsaidRename[] => {
  const path = `services.${now.name}`;
  const shapeOf = (entity: Entity): string => (entity.fields.length === 0 ? "" : JSON.stringify(entity.fields.map((field) => [field.name, fieldShape(field, entity.name)]).toSorted()));
  return [
    ...unsaidIn({ path: `${path}.entities`, was: was.entities, now: now.entities, shapeOf, left: "its rows stay in the table of the old name, and the new one begins empty" }),
    ...unsaidIn({ path: `${path}.operations`, was: was.operations, now: now.operations, shapeOf: operationShape, left: "what was written for it stays in the file of the old name" }),
    ...both(was.entities, now.entities).flatMap(([before, after]) =>
      unsaidIn({
        path: `${path}.entities.${after.name}.fields`,
        was: before.fields,
        now: after.fields,
        shapeOf: (field) => JSON.stringify(fieldShape(field, "")),
        left: "what it holds stays in the column of the old name, and the new one begins empty",
      }),
    ),
  ];
};

/** Those that go on, under their name or another that the spec tells of. */
const both = <Item extends Named>(was: readonly Item[], now: readonly Item[]): readonly (readonly [Item, Item])[] =>
  now.flatMap((after) => {
    const before = was.find(({ name }) => name === after.name) ?? was.find(({ name }) => name === after.was);
    return before === undefined ? [] : [[before, after] as const];
  });

const unsaidIn = <Item extends Named>({ path, was, now, shapeOf, left }: Place<Item>): readonly UnsaidRename[] => {
  const kept = new Set(now.flatMap(({ name, was: old }) => (old === null ? [name] : [name, old])));
  const gone = was.filter(({ name }) => !kept.has(name));
  const before = new Set(was.map(({ name }) => name));
  const fresh = now.filter((one) => !before.has(one.name) && (one.was === null || !before.has(one.was)));
  return fresh.flatMap((one) => {
    const shape = shapeOf(one);
    const alike = shape === "" ? [] : gone.filter((old) => shapeOf(old) === shape).map(({ name }) => name);
    return alike.length === 0 ? [] : [{ at: `${path}.${one.name}`, name: one.name, gone: alike, left }];
  });
};

/** A type under which an entity means the same whatever its own name. */
const typeShape = (type: Type, own: string): unknown => ("entity" in type && type.entity === own ? { ...type, entity: "" } : type);

const fieldShape = ({ type }: Field, own: string): unknown => typeShape(type, own);

const fieldsShape = (fields: readonly Field[]): unknown => fields.map((field) => [field.name, field.type, field.optional]).toSorted();

const operationShape = ({ transition, http, kind, input, output }: Operation): string =>
  JSON.stringify(transition === null ? [http?.method, kind, fieldsShape(input), fieldsShape(output)] : [transition.entity, transition.transition.field, transition.transition.from, transition.transition.to]);

/** Empty where there is nothing that a service could be known by. */
const serviceShape = ({ entities, operations, events }: Service): string => {
  const names = [...entities.map(({ name, fields }) => `${name} ${fields.map((field) => field.name).toSorted().join()}`), ...operations.map(({ name }) => name), ...events.map(({ name }) => name)];
  return names.toSorted().join("\n");
};
