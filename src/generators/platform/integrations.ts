import type { Architecture, Entity, Field, Json, Type, TypeDeclaration } from "../../model/architecture.ts";
import type { Integration } from "../../model/integration.ts";
import { callersOf, integrationsInUse, tellingIntegrations } from "../integrations.ts";
import { screaming, typescriptString } from "../render/index.ts";
import { arrayOf, line, objectOf } from "../service/code/layout.ts";
import { literal } from "../service/code/literal.ts";
import { type SampleNumber, scalarValue } from "../service/samples.ts";

/** The variable that says where somebody else's system answers. */
export const urlVariable = ({ name }: Pick<Integration, "name">): string => `${screaming(name)}_URL`;

/** The table of `systems.ts`: how each is reached. */
export const systemsTable = (architecture: Architecture): string => {
  const rows = integrationsInUse(architecture).map((one) =>
    objectOf([
      ["name", typescriptString(one.name)],
      ["url", typescriptString(one.baseUrl)],
      ["variable", typescriptString(urlVariable(one))],
      ["scheme", typescriptString(one.auth?.scheme ?? "none")],
      ["secret", typescriptString(one.auth?.secret ?? "")],
      ["callers", arrayOf(callersOf(one, architecture).map(typescriptString))],
    ]),
  );
  return line(0, "export const systems: readonly System[] = ", arrayOf(rows), ";");
};

/** The other table: who tells what, and by which secret one knows them. */
export const sendersTable = (architecture: Architecture): string => {
  const rows = architecture.services.flatMap((service) => tellingIntegrations(service, architecture).map(({ name, webhooks }) =>
    objectOf([["name", typescriptString(name)], ["secret", typescriptString(webhooks?.secret ?? "")], ["service", typescriptString(service.name)]])));
  return line(0, "export const senders: readonly Sender[] = ", arrayOf(rows), ";");
};

/** The table of their stand-ins: what each operation answers. */
export const fakesTable = (architecture: Architecture): string => {
  const rows = integrationsInUse(architecture).map((one) =>
    objectOf([
      ["name", typescriptString(one.name)],
      ["variable", typescriptString(urlVariable(one))],
      ["scheme", typescriptString(one.auth?.scheme ?? "none")],
      ["operations", arrayOf(one.operations.map(({ name, http, output }) =>
        objectOf([
          ["name", typescriptString(name)],
          ["method", typescriptString(http?.method ?? "")],
          ["path", typescriptString(http?.path ?? "")],
          ["answer", literal(sampleOf(output))],
        ])))],
    ]),
  );
  return line(0, "export const systems: readonly FakeSystem[] = ", arrayOf(rows), ";");
};

interface Sampled {
  /** What the fields may be made of; somebody else's system has none of our types. */
  readonly types: readonly TypeDeclaration[];
  /** What a message carries whole; rows in it name one another by their ids. */
  readonly entities: readonly Entity[];
  /** Samples of two numbers differ, where there is more than one value. */
  readonly number: SampleNumber;
}

/** Values that fit the fields. */
export const sampleOf = (fields: readonly Field[], by: Sampled = { types: [], entities: [], number: 1 }): Json =>
  Object.fromEntries(fields.map((field) => [field.name, sampleValue(field.type, field.name, by)]));

const sampleValue = (type: Type, name: string, by: Sampled): Json => {
  switch (type.kind) {
    case "scalar": return scalarValue(type, name, by.number);
    case "enum": return type.values[by.number - 1] ?? type.values[0] ?? "";
    case "list": return Array.from({ length: Math.max(1, type.min ?? 1) }, () => sampleValue(type.of, name, by));
    case "type": return sampleOf(by.types.find((one) => one.name === type.type)?.fields ?? [], by);
    case "entity": return rowOf(by.entities.find((one) => one.name === type.entity), by);
    // An id of one of this system's rows.
    default: return idOf(by);
  }
};

const idOf = ({ number }: Sampled): string => `01900000-0000-7000-8000-00000000f00${number}`;

/** A row as it is shown, without anything that it could do without; an id where rows are not carried. */
const rowOf = (entity: Entity | undefined, by: Sampled): Json => {
  if (entity === undefined) return idOf(by);
  const shownOf = ({ type, optional, name }: Field): Json =>
    type.kind === "set" || type.kind === "children" ? [] : optional ? null : sampleValue(type, name, { ...by, entities: [] });
  const at = `2026-01-0${by.number}T12:00:00.000Z`;
  return { id: idOf(by), createdAt: at, updatedAt: at, version: 1, ...Object.fromEntries(entity.fields.map((field) => [field.name, shownOf(field)])) };
};
