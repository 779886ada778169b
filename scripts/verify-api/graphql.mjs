import { readFileSync } from "node:fs";
import { demand } from "../verify-deploy/demand.mjs";
import { asked } from "./styles.mjs";

export const packages = ["graphql@16.15.0"];

const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
/** Specs whose words are those of GraphQL itself, or have marks that it must not take for its own, and those of the examples. */
export const projects = [
  { name: "shop-asked", spec: asked("graphql", text("examples/shop/architecture.yaml")) },
  { name: "clinic-asked", spec: asked("graphql", text("examples/clinic/architecture.yaml")) },
  { name: "hostile-asked", spec: asked("graphql", text("test/generators/service/hostile.yaml")) },
  {
    name: "words",
    spec: `keybeam: 1
name: words
topology: monolith
services:
  queries:
    description: 'Ends """ and " and \\ and # here'
    types: { Money: { of: money, when: "optional(date)" }, PageInfo: { next: "list(string)" } }
    entities:
      Query: { description: 'Ends """ and " here', fields: { type: enum(input | type | fragment | on-hold), input: string, filter: json, first: int, query: enum(on | off) } }
      Mutation: { fields: { mutations: "set(Query)", kinds: list(Integer) } }
      Integer: { fields: { scalar: decimal, of: bytes } }
      QueryConnection: { fields: { nodes: date, pageInfo: timestamp } }
    api: { style: graphql, resources: { Query: [list, get, create, update, delete], Mutation: [list, get, create], QueryConnection: [list] } }
    operations:
      createQuery: { http: POST /make, input: { input: Money }, output: { output: PageInfo } }
      queryAll: { http: GET /all, kind: query, output: { found: list(Query) } }
auth: { model: none }
`,
  },
];

/** The reference implementation's own rules on schemas. */
export async function verify(load, schemas) {
  const { buildSchema, validateSchema } = load("graphql");
  await demand(
    "graphql-js",
    schemas,
    {
      "a type that there is not": (schema) => schema.replace(/: ID!/, ": Nothing!"),
      "a type that is there twice": (schema) => `${schema}\nscalar Query\n`,
      "what is shown, where something is taken": (schema) => schema.replace(/^type Query \{\n/m, "type Query {\n  bad(input: Query): ID\n"),
      "a type of nothing": (schema) => `${schema}\ntype Nothing {}\n`,
      "no queries": (schema) => schema.replace(/^type Query /m, "type Questions "),
      "a text that does not end": (schema) => schema.replace(/^type Query /m, '"open\ntype Query '),
    },
    async (schema) => {
      try {
        return validateSchema(buildSchema(schema)).map(({ message }) => message);
      } catch (error) {
        return [error.message];
      }
    },
  );
}
