import swagger, { type StaticDocumentSpec } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { checked } from "../kernel/json.ts";
import type { Schema } from "../kernel/schema.ts";
import type { Route } from "../kernel/world.ts";
import { problemOf } from "./problem.ts";
import type { Access } from "./route.ts";

const TITLE = "shop";
const DESCRIPTION = "A small shop that sells things from a catalog and sees orders through to payment.";
const MOST_BYTES = 65536;

/**
 * What holds of values whose schema need not say it: nothing is larger than a body may be, no text has a NUL, and
 * integers are those that JSON keeps exactly.
 */
const BOUNDS: Readonly<Record<string, object>> = {
  string: { maxLength: MOST_BYTES, pattern: "^[^\\u0000]*$" },
  array: { maxItems: MOST_BYTES },
  integer: { format: "int64", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
};

/** A description in which every schema says its bounds. */
const bounded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bounded);
  if (typeof value !== "object" || value === null) return value;
  const own: Schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bounded(inner)]));
  if (own["enum"] !== undefined) return own;
  const types = [own["type"]].flat();
  return Object.assign({}, ...types.map((type) => (typeof type === "string" ? BOUNDS[type] : {})), own);
};

const PROBLEM: Schema = {
  type: "object",
  description: "RFC 9457",
  required: ["type", "title", "status"],
  properties: {
    type: { type: "string", format: "uri", description: "Stable; branch on this." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string", format: "uri", description: "Names the request, as the logs do." },
    errors: {
      type: "array",
      items: { type: "object", properties: { pointer: { type: "string" }, message: { type: "string" } } },
    },
  },
};

const VERSION_TAG: Schema = { type: "string", pattern: '^"[0-9]{1,15}"$', maxLength: 17 };
const IDEMPOTENCY_KEY: Schema = { type: "string", pattern: "^[!-~]{1,255}$", maxLength: 255 };

const properties = (schema: Schema | null): readonly (readonly [string, unknown])[] =>
  schema === null ? [] : Object.entries(Object(schema["properties"]));

const required = (schema: Schema | null, name: string): boolean => {
  const names: unknown = schema?.["required"];
  return Array.isArray(names) && names.includes(name);
};

const parametersOf = (route: Route): readonly object[] => [
  ...properties(route.params).map(([name, schema]) => ({ name, in: "path", required: true, schema })),
  ...properties(route.query).map(([name, schema]) => ({
    name,
    in: "query",
    required: required(route.query, name),
    schema,
  })),
  ...(route.ifMatch === "none"
    ? []
    : [{ name: "If-Match", in: "header", required: route.ifMatch === "required", schema: VERSION_TAG }]),
  ...(route.keyed === true ? [{ name: "Idempotency-Key", in: "header", required: true, schema: IDEMPOTENCY_KEY }] : []),
];

const statusOf = (code: string): number => problemOf({ code, message: "" }, "").status;

/** The statuses that a route may refuse with. */
const refusals = (route: Route, access: Access | null): readonly number[] => {
  const codes = ["malformed", "notAcceptable", "invalid", "internal", "unavailable", "timedOut"];
  // A credential that is not valid is refused where none is needed, too.
  if (access !== null) codes.push("unauthenticated");
  if (access?.isAnonymous(route.operation) === false) codes.push("forbidden");
  if (route.params !== null) codes.push("notFound");
  if (route.method !== "GET") codes.push("conflict");
  if (route.ifMatch !== "none") codes.push("stale");
  if (route.ifMatch === "required") codes.push("preconditionRequired");
  if (route.body !== null) codes.push("tooLarge", "unsupportedMediaType");
  return [...new Set([...codes.map(statusOf), ...Object.values(route.failures)])].sort((a, b) => a - b);
};

const REFUSED = { $ref: "#/components/responses/Problem" };

const content = (schema: Schema): object => ({ "application/json": { schema } });

const operationOf = (route: Route, access: Access | null): object => ({
  operationId: route.operation.replaceAll(/[.-]/g, "_"),
  tags: [route.operation.split(".")[0]],
  summary: route.summary,
  parameters: parametersOf(route),
  ...(route.body === null ? {} : { requestBody: { required: true, content: content(route.body) } }),
  responses: {
    [route.success.status]: {
      description: "Done",
      ...(route.success.body === null ? {} : { content: content(route.success.body) }),
    },
    ...Object.fromEntries(refusals(route, access).map((status) => [status, REFUSED])),
  },
  security: [
    ...(access === null ? [] : [{ bearer: [] }]),
    ...(access === null || access.isAnonymous(route.operation) ? [{}] : []),
  ],
});

/** OpenAPI 3.1 for the routes that a process serves. */
const openApiDocument = (routes: readonly Route[], access: Access | null): object => {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, access) };
  }
  return {
    openapi: "3.1.0",
    info: { title: TITLE, description: DESCRIPTION, version: "1" },
    servers: [{ url: "/", description: "Where this was read, in production as in development", "x-internal": false }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: "Refused",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      ...(access === null
        ? {}
        : {
            securitySchemes: {
              bearer: {
                type: "http",
                scheme: "bearer",
                bearerFormat: "JWT",
                description: "A token that was signed and is checked as RFC8725 has it.",
              },
            },
          }),
    },
  };
};

/** The API's description at `/openapi.json`, and the same for people at `/docs`. */
export const serveDocs = async (
  server: FastifyInstance,
  routes: readonly Route[],
  access: Access | null,
): Promise<void> => {
  const document = checked<StaticDocumentSpec["document"]>(bounded(openApiDocument(routes, access)));
  const text = JSON.stringify(document);
  server.get("/openapi.json", (_request, reply) => reply.type("application/json").send(text));
  await server.register(swagger, {
    mode: "static",
    specification: { document },
  });
  await server.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });
};
