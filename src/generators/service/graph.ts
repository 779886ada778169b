import { graphSchema } from "../graphql/schema.ts";
import { isAsked } from "../paths.ts";
import { line, objectOf } from "./code/layout.ts";
import type { Draft } from "./draft.ts";
import { serviceNames } from "./names.ts";
import type { Scope } from "./scope.ts";

export const graphName = (scope: Scope): string => `${serviceNames(scope.service).camel}Graph`;

export const graphPath = (scope: Scope): string => `${scope.folder("api")}/graphql.ts`;

/** What a service answers over GraphQL, where it is asked so. */
export const graphFiles = (scope: Scope): readonly Draft[] =>
  isAsked(scope.service, "graphql") ? [{ path: graphPath(scope), body: graphBody(scope), whole: true }] : [];

const graphBody = (scope: Scope): string => {
  const { text, fields } = graphSchema(scope);
  const operations = objectOf(fields.map(({ name, operation }) => [name, JSON.stringify(operation)]));
  // The schema speaks of types that are none of TypeScript, so that nothing can be looked up for it.
  return [
    'import type { Graph } from "../../../platform/kernel/graph.ts";',
    "",
    `const schema = \`${templateText(text)}\`;`,
    "",
    "/** The same as docs/graphql says: its fields run what the paths run. */",
    line(0, `export const ${graphName(scope)}: Graph = `, objectOf([["schema", "schema"], ["operations", operations]]), ";"),
  ].join("\n");
};

/** A text between backticks. */
const templateText = (text: string): string => text.replaceAll(/[`\\]|\$\{/gu, (found) => `\\${found}`);
