import type { FastifyRequest } from "fastify";
import type { Envelope } from "../kernel/envelope.ts";
import { checked, isCleanText } from "../kernel/json.ts";
import { fail, ok, type Result, type Violation } from "../kernel/result.ts";
import { propertiesOf, type Schema, violationsOf, withPlainIds } from "../kernel/schema.ts";
import type { Route, RouteRequest } from "../kernel/world.ts";
import { ifMatchOf } from "./headers.ts";

type Texts = Readonly<Record<string, string | readonly string[]>>;

const typesOf = (schema: Schema | undefined): readonly unknown[] => [schema?.["type"]].flat();

/** One object for all routes, since a schema is compiled once for each that there is. */
const NO_QUERY: Schema = { type: "object", additionalProperties: false };

/** Text from a URL as the value that its schema asks for; what has another form stays text and fails the schema. */
const parsed = (text: string | readonly string[], schema: Schema | undefined): unknown => {
  const types = typesOf(schema);
  if (types.includes("array"))
    return [text].flat().map((item) => parsed(item, checked<Schema | undefined>(schema?.["items"])));
  if (typeof text !== "string") return text;
  if (types.includes("integer") && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (types.includes("number") && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
};

const parsedAll = (texts: Texts, schema: Schema): unknown => {
  const known = propertiesOf(schema);
  const values = Object.entries(texts).map(([name, text]) => [name, parsed(text, known.get(name))]);
  return withPlainIds(schema, Object.fromEntries(values));
};

const areClean = (texts: Texts): boolean => Object.entries(texts).flat(2).every(isCleanText);

const within = (place: string, violations: readonly Violation[]): readonly Violation[] =>
  violations.map((violation) => ({ ...violation, pointer: `${place}${violation.pointer}` }));

const bodyViolations = (schema: Schema | null, body: unknown): readonly Violation[] => {
  if (schema !== null) return violationsOf(schema, body);
  return body === undefined || (typeof body === "object" && body !== null && Object.keys(body).length === 0)
    ? []
    : [{ pointer: "", message: "this route takes no body" }];
};

/** What a route is run with: everything in its right type and checked against the route's schemas. */
export const inputOf = (
  route: Route,
  request: FastifyRequest,
  envelope: Envelope,
): Result<RouteRequest<unknown, unknown, unknown>> => {
  const pathTexts = checked<Texts>(request.params);
  const queryTexts = checked<Texts>(request.query);
  if (!areClean(pathTexts) || !areClean(queryTexts)) {
    return fail("malformed", "The URL holds a NUL or text that is not Unicode.");
  }
  if (route.body !== null && request.body === undefined) return fail("malformed", "A body in JSON is expected.");
  const params = parsedAll(pathTexts, route.params ?? {});
  const query = parsedAll(queryTexts, route.query ?? {});
  const body = withPlainIds(route.body ?? {}, request.body);
  const violations = [
    ...within("/path", route.params === null ? [] : violationsOf(route.params, params)),
    ...within("/query", violationsOf(route.query ?? NO_QUERY, query)),
    ...bodyViolations(route.body, body),
  ];
  if (violations.length > 0) return fail("invalid", "The request does not fit the API's description.", violations);
  const ifMatch = ifMatchOf(request.headers);
  if (!ifMatch.ok) return ifMatch;
  if (route.ifMatch === "required" && ifMatch.value === null) {
    return fail("preconditionRequired", "Say with If-Match which version you mean to change.");
  }
  return ok({ envelope, params, query, body, ifMatch: ifMatch.value });
};
