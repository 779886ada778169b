import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { graphSchema } from "./graphql/schema.ts";
import { isAsked } from "./paths.ts";
import { scopeOf } from "./service/scope.ts";

/** The GraphQL schema of each service that is asked so, for clients and their tools. */
export const graphql = (architecture: Architecture): readonly GeneratedFile[] =>
  architecture.services
    .filter((service) => isAsked(service, "graphql"))
    .map((service) => ({ path: `docs/graphql/${service.name}.graphql`, content: graphSchema(scopeOf(service, architecture)).text, ownership: "merged" }));
