// A spec that changes at random: services with entities and their fields, each known by an id of its own whatever it is called. What is stored is text
// in the oracle, and every kind says how it makes a value.

/** By kind: how the spec writes it, the column's type, whether values tell rows apart, and a value from a number that nobody had before. */
export const KINDS = {
  int: { spec: () => "int", sql: "bigint", apart: true, value: (n) => String(n) },
  decimal: { spec: () => "decimal", sql: "numeric", apart: true, value: (n) => `${n}.5` },
  bool: { spec: () => "bool", sql: "boolean", value: (n) => String(n % 2 === 0) },
  date: { spec: () => "date", sql: "date", value: (n) => `20${String(10 + (n % 80))}-0${1 + (n % 9)}-1${n % 9}` },
  timestamp: { spec: () => "timestamp", sql: "timestamp(3) with time zone", value: (n) => `2026-01-0${1 + (n % 9)} 10:00:0${n % 10}.${100 + (n % 800)}+00` },
  uuid: { spec: () => "uuid", sql: "uuid", apart: true, value: (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` },
  short: { spec: () => "string(..60)", sql: "text", apart: true, value: (n) => `word ${n}` },
  text: { spec: () => "text", sql: "text", apart: true, value: (n) => `it's "${n}"` },
  enum: { spec: ({ values }) => `enum(${values.join(" | ")})`, sql: "text", value: (n, { values }) => values[n % values.length] },
  ref: { spec: ({ to }, spec) => entityBy(spec, to).name, sql: "uuid", value: () => null },
};

/** Kinds whose every value has one of another kind, by its text. */
export const WIDER = { int: ["decimal", "short", "text"], decimal: ["text"], uuid: ["text"], bool: ["text"], date: ["text"], short: ["text"] };

export const entityBy = (spec, id) => spec.services.flatMap(({ entities }) => entities).find((entity) => entity.id === id);

const quoted = (text) => (/^[\w.-]+$/.test(text) && Number.isNaN(Number(text)) ? text : JSON.stringify(text));

function fieldText(field, spec) {
  const type = KINDS[field.kind].spec(field, spec);
  const plain = field.default === undefined ? type : `${type} = ${field.default}`;
  const parts = [`type: ${quoted(field.optional ? `optional(${type})` : plain)}`, ...(field.unique ? ["unique: true"] : []), ...(field.was ? [`was: ${field.was}`] : [])];
  return `          ${field.name}: { ${parts.join(", ")} }`;
}

const entityText = (entity, spec) =>
  [`      ${entity.name}:`, ...(entity.was ? [`        was: ${entity.was}`] : []), "        fields:", ...entity.fields.map((field) => fieldText(field, spec)), ...(entity.indexes.length === 0 ? [] : [`        indexes: [${entity.indexes.map((id) => `[${entity.fields.find((field) => field.id === id).name}]`).join(", ")}]`])].join("\n");

const serviceText = (service, spec) => [`  ${service.name}:`, ...(service.was ? [`    was: ${service.was}`] : []), "    entities:", ...service.entities.map((entity) => entityText(entity, spec))].join("\n");

export const textOf = (spec) => `keybeam: 1\nname: walk\ntopology: monolith\nauth: { model: none }\nservices:\n${spec.services.map((service) => serviceText(service, spec)).join("\n")}\n`;
