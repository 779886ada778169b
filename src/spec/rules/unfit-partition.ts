import type { Entity, Service } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

interface Fault {
  readonly message: string;
  readonly help: string;
  /** What it is about, where that is another place. */
  readonly other?: string;
}

export const unfitPartition: SpecRule = {
  id: "unfit-partition",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) => {
        const key = entity.partitionBy;
        const [fault] = key === null ? [] : [...alone(entity, service), ...byKey(entity, key), ...unique(entity, service, key)];
        if (fault === undefined) return [];
        const at = locate(architecture, `${placeOf(service, entity)}.partitionBy`);
        const related: Diagnostic["related"] = fault.other === undefined ? [] : [{ message: "here", at: locate(architecture, fault.other) }];
        return [problem("unfit-partition", at, fault.message, { help: fault.help, related })];
      }),
    ),
};

const placeOf = (service: Service, entity: Entity): string => `services.${service.name}.entities.${entity.name}`;

/** No foreign key leads to a table that is spread: its own key holds the field too. */
function alone(entity: Entity, service: Service): readonly Fault[] {
  if (entity.ownedBy !== null) return [{ message: `${shown(entity.name)} is owned by ${shown(entity.ownedBy)}, and lies where that lies.`, help: "Partition no table of owned children." }];
  const why = "a partitioned table's key holds the field it is partitioned by, and no other table can refer to its rows by id.";
  for (const other of service.entities) {
    const field = other.fields.find(({ type }) => (type.kind === "entity" || type.kind === "set") && type.entity === entity.name);
    if (field === undefined) continue;
    const name = `${other.name}.${field.name}`;
    return [{ message: `${shown(name)} refers to ${shown(entity.name)}: ${why}`, help: "Let it hold the id as `uuid`, which nothing then guards, or leave `partitionBy` out.", other: `${placeOf(service, other)}.fields.${field.name}` }];
  }
  return [];
}

/** In which part a row lies is said once, by a value that every row has. */
function byKey(entity: Entity, key: string): readonly Fault[] {
  if (key === "id" || key === "createdAt") return [];
  const field = entity.fields.find(({ name }) => name === key);
  const help = "Partition by `createdAt`, by `id`, or by a field that every row has and that is `set: once`.";
  if (field === undefined) return key === "updatedAt" || key === "version" ? [{ message: `${shown(key)} changes with the row, which would move from part to part.`, help }] : [];
  const moves = entity.transitions.some((one) => one.field === key);
  if (field.optional) return [{ message: `A row may lack ${shown(key)}, and then lies in no part.`, help }];
  if (field.encrypt) return [{ message: `${shown(key)} is encrypted, and says nothing to the database.`, help }];
  if (field.type.kind === "scalar" && field.type.name === "money") return [{ message: `${shown(key)} is an amount and a currency, and a part is chosen by one value.`, help }];
  if (field.set === "always" || moves) return [{ message: `${shown(key)} may change, and the row would move from part to part under whoever holds it.`, help: moves ? help : `Write \`set: once\` at ${shown(key)}, or partition by \`createdAt\` or \`id\`.` }];
  return [];
}

/** The database knows what is unique within each part alone. */
function unique(entity: Entity, service: Service, key: string): readonly Fault[] {
  const at = placeOf(service, entity);
  const help = (names: string): string => `Write \`unique: [[${names}]]\` if that will do, or leave one of the two out.`;
  const single = entity.fields.find((field) => field.unique && field.name !== key);
  if (single !== undefined) return [{ message: `${shown(single.name)} is unique within a part alone: it does not hold ${shown(key)}.`, help: help(`${key}, ${single.name}`), other: `${at}.fields.${single.name}` }];
  const index = entity.unique.findIndex((names) => !names.includes(key));
  const names = entity.unique[index] ?? [];
  if (index < 0) return [];
  return [{ message: `${names.map(shown).join(" and ")} are unique within a part alone: they do not hold ${shown(key)}.`, help: help([key, ...names].join(", ")), other: `${at}.unique.${index}` }];
}
