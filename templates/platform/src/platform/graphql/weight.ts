import { GraphQLSchema, getOperationAST, parse } from "graphql";
import { checked } from "../kernel/json.ts";
import { type GraphRequest, MOST_FIELDS, MOST_TOKENS } from "./execute.ts";
import { measure } from "./measure.ts";

declare module "../kernel/world.ts" {
  interface Route {
    /** As how many requests a request counts against the limits; one where it is left out. */
    readonly weight?: (body: unknown) => number;
  }
}

/** Fields at the top can be counted without knowing what they are. */
const UNKNOWN = new GraphQLSchema({});

/** The body itself, or its bytes where somebody else will read it. */
const requestIn = (body: unknown): GraphRequest =>
  checked<GraphRequest>(Buffer.isBuffer(body) ? JSON.parse(body.toString("utf8")) : body);

/**
 * As how many requests one counts: each field at the top, under whatever name, runs what a request by its path would.
 * What cannot be read, or has more fields than are begun, counts as the one that it is.
 */
export const weightOf = (body: unknown): number => {
  try {
    const { query, operationName } = requestIn(body);
    const document = parse(query, { maxTokens: MOST_TOKENS });
    const operation = getOperationAST(document, operationName);
    const breadth = operation == null ? 1 : measure(UNKNOWN, document, operation, {}).breadth;
    return breadth > MOST_FIELDS ? 1 : Math.max(1, breadth);
  } catch {
    return 1;
  }
};
