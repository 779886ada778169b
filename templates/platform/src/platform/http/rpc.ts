import { checked } from "../kernel/json.ts";
import { ok } from "../kernel/result.ts";
import type { Schema } from "../kernel/schema.ts";
import type { Route, RouteRequest } from "../kernel/world.ts";

declare module "../kernel/world.ts" {
  interface Route {
    /** Of a route that calls an operation by its name: the one that has a path and a method for it. */
    readonly original?: Route;
  }
}

type Request = RouteRequest<unknown, unknown, unknown>;
type Values = Readonly<Record<string, unknown>>;

const VERSION: Schema = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

const propertiesOf = (schema: Schema | null): Readonly<Record<string, Schema>> =>
  checked<Readonly<Record<string, Schema>>>(schema?.["properties"] ?? {});

const requiredOf = (schema: Schema | null): readonly string[] => checked<readonly string[]>(schema?.["required"] ?? []);

/** All that the route takes, wherever it takes it from, as one object; a row's version among it. Null: it takes nothing. */
const argumentsOf = ({ params, query, body, ifMatch }: Route): Schema | null => {
  const parts = [params, query, body];
  const versioned = ifMatch === "none" ? {} : { version: VERSION };
  const properties: Values = Object.assign({}, ...parts.map(propertiesOf), versioned);
  const required = [...parts.flatMap(requiredOf), ...(ifMatch === "required" ? ["version"] : [])];
  if (Object.keys(properties).length === 0) return null;
  return { type: "object", additionalProperties: false, required, properties };
};

const picked = (values: Values, schema: Schema | null): Values =>
  Object.fromEntries(
    Object.keys(propertiesOf(schema)).flatMap((name) => (Object.hasOwn(values, name) ? [[name, values[name]]] : [])),
  );

/** A request as the route with a path would have had it. */
export const originalRequest = ({ original }: Route, request: Request): Request => {
  if (original === undefined) return request;
  const values = checked<Values>(request.body ?? {});
  return {
    envelope: request.envelope,
    params: picked(values, original.params),
    query: picked(values, original.query),
    body: original.body === null ? undefined : picked(values, original.body),
    ifMatch: original.ifMatch === "none" ? null : checked<number | null>(values["version"] ?? null),
  };
};

/**
 * The operation of a route under its name, as `POST /rpc/orders.Order.update`: all that it takes is one object in the
 * body. What it checks, does and answers is the same, since it is the same route that runs.
 */
export const calledByName = (original: Route): Route => {
  const route: Route = {
    ...original,
    method: "POST",
    path: `/rpc/${original.operation}`,
    params: null,
    query: null,
    body: argumentsOf(original),
    ifMatch: "none",
    original,
    handle: async (request) => {
      const result = await original.handle(originalRequest(route, request));
      if (!result.ok) return result;
      // Where a new row has its path is for those to know who ask by paths.
      const { location: _path, ...reply } = result.value;
      return ok(reply);
    },
  };
  return route;
};
