import swagger, { type StaticDocumentSpec } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { checked } from "../kernel/json.ts";
import type { Schema } from "../kernel/schema.ts";
import type { Route } from "../kernel/world.ts";
import type { Access } from "./access.ts";
import { problemOf } from "./problem.ts";

const TITLE = "shop";
const DESCRIPTION = "A small shop that sells things from a catalog and sees orders through to payment.";

const PROBLEM: Schema = {
  type: "object",
  description: "RFC 9457",
  required: ["type", "title", "status"],
  properties: {
    type: { type: "string", description: "Stable; branch on this." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string", description: "Names the request, as the logs do." },
    errors: {
      type: "array",
      items: { type: "object", properties: { pointer: { type: "string" }, message: { type: "string" } } },
    },
  },
};

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
    : [{ name: "If-Match", in: "header", required: route.ifMatch === "required", schema: { type: "string" } }]),
  ...(route.keyed === true
    ? [{ name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", maxLength: 255 } }]
    : []),
];

const statusOf = (code: string): number => problemOf({ code, message: "" }, "").status;

/** The statuses that a route may refuse with. */
const refusals = (route: Route, open: boolean): readonly number[] => {
  const codes = ["malformed", "notAcceptable", "invalid", "internal", "unavailable", "timedOut"];
  if (!open) codes.push("unauthenticated", "forbidden");
  if (route.params !== null) codes.push("notFound");
  if (route.method !== "GET") codes.push("conflict");
  if (route.ifMatch !== "none") codes.push("stale");
  if (route.ifMatch === "required") codes.push("preconditionRequired");
  if (route.body !== null) codes.push("tooLarge", "unsupportedMediaType");
  return [...new Set([...codes.map(statusOf), ...Object.values(route.failures)])].sort((a, b) => a - b);
};

const content = (schema: Schema): object => ({ "application/json": { schema } });

const operationOf = (route: Route, open: boolean): object => ({
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
    ...Object.fromEntries(refusals(route, open).map((status) => [status, { $ref: "#/components/responses/Problem" }])),
  },
  ...(open ? {} : { security: [{ bearer: [] }] }),
});

/** OpenAPI 3.1 for the routes that a process serves. */
const openApiDocument = (routes: readonly Route[], access: Access | null): object => {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    const open = access === null || access.isAnonymous(route.operation);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, open) };
  }
  return {
    openapi: "3.1.0",
    info: { title: TITLE, description: DESCRIPTION, version: "1" },
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
        : { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } }),
    },
  };
};

/** The API's description at `/openapi.json`, and the same for people at `/docs`. */
export const serveDocs = async (
  server: FastifyInstance,
  routes: readonly Route[],
  access: Access | null,
): Promise<void> => {
  const document = openApiDocument(routes, access);
  const text = JSON.stringify(document);
  server.get("/openapi.json", (_request, reply) => reply.type("application/json").send(text));
  await server.register(swagger, {
    mode: "static",
    specification: { document: checked<StaticDocumentSpec["document"]>(document) },
  });
  await server.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });
};
