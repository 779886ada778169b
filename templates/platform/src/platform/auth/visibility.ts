import { createHash } from "node:crypto";
import type { User } from "../kernel/envelope.ts";
import { checked, type Json } from "../kernel/json.ts";
import type { Failure } from "../kernel/result.ts";
import type { Schema } from "../kernel/schema.ts";
import type { Reply, Route, RouteRequest } from "../kernel/world.ts";

/** A place that not everybody sees: the way there, `*` for each of a list, and the roles that see it. */
export interface Restricted {
  readonly at: readonly string[];
  readonly seenBy: readonly string[];
  /** The values that are meant; left out where all are. */
  readonly values?: readonly string[];
}

export interface RestrictedOperation {
  /** Places in the body of the answer. */
  readonly answer: readonly Restricted[];
  /** Places in the request: in its `params`, its `query` or its `body`. */
  readonly input: readonly Restricted[];
}

export interface Shown {
  readonly body: Json;
  /** Names what was left out; empty where others see no more. */
  readonly view: string;
}

/** Which fields go out to whom, and who may write them. Services see all of them: it is decided where a user enters. */
export interface Visibility {
  /** Why the request is refused; null where it says nothing of what the user does not see. */
  readonly refusal: (operation: string, user: User | null, request: Inputs) => Failure | null;
  /** Whether it may refuse a request. */
  readonly restricts: (route: Pick<Route, "operation">) => boolean;
  readonly shown: (operation: string, user: User | null, reply: Reply) => Shown;
  /** The route as the API's description tells of it. */
  readonly described: (route: Route) => Route;
}

type Inputs = Pick<RouteRequest<unknown, unknown, unknown>, "params" | "query" | "body">;

const sees = (user: User | null, { seenBy }: Restricted): boolean =>
  user?.roles.some((role) => seenBy.includes(role)) ?? false;

const inside = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? checked<Readonly<Record<string, unknown>>>(value)[name]
    : undefined;

/** All that stands at the end of the way. */
const found = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] => {
  if (value === undefined) return [];
  if (name === undefined) return [value];
  if (name === "*") return Array.isArray(value) ? value.flatMap((one) => found(one, rest)) : [];
  return found(inside(value, name), rest);
};

/** A copy without what stands at the end of the way: the value itself may be kept by others. */
const without = (value: Json, [name, ...rest]: readonly string[]): Json => {
  if (name === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return name === "*" ? checked<Json[]>(value).map((one) => without(one, rest)) : value;
  const fields = checked<Readonly<Record<string, Json>>>(value);
  const field = fields[name];
  if (field === undefined) return value;
  if (rest.length > 0) return { ...fields, [name]: without(field, rest) };
  const { [name]: _left, ...others } = fields;
  return others;
};

const pointerOf = (at: readonly string[]): string => `/${(at[0] === "body" ? at.slice(1) : at).join("/")}`;

const nameOf = (left: readonly Restricted[]): string =>
  createHash("sha256")
    .update(JSON.stringify(left.map(({ at }) => at)))
    .digest("hex")
    .slice(0, 8);

/** The schema with what stands at the end of the way changed; undefined takes it away. */
const changed = (
  schema: Schema,
  [name = "", ...rest]: readonly string[],
  change: (property: Schema) => Schema | undefined,
  isAnswer: boolean,
): Schema => {
  if (name === "*") return { ...schema, items: changed(checked<Schema>(schema["items"]), rest, change, isAnswer) };
  const properties = checked<Readonly<Record<string, Schema>>>(schema["properties"] ?? {});
  const property = properties[name];
  if (property === undefined) return schema;
  if (rest.length > 0)
    return { ...schema, properties: { ...properties, [name]: changed(property, rest, change, isAnswer) } };
  const { [name]: _before, ...others } = properties;
  const after = change(property);
  const required = checked<readonly string[]>(schema["required"] ?? []);
  return {
    ...schema,
    properties: after === undefined ? others : { ...properties, [name]: after },
    // Whoever does not see a field gets an answer without it.
    required: isAnswer || after === undefined ? required.filter((one) => one !== name) : required,
  };
};

const described = (schema: Schema | null, restricted: readonly Restricted[], isAnswer: boolean): Schema | null =>
  restricted.reduce<Schema | null>((whole, { at, seenBy, values }) => {
    if (whole === null) return null;
    const what = values === undefined ? "" : ` ${values.join(", ")}:`;
    const says = `For${what} ${seenBy.join(", ")} alone.`;
    const told = (property: Schema): Schema => ({
      ...property,
      description: property["description"] === undefined ? says : `${property["description"]} ${says}`,
    });
    const gone = ({ enum: known = [], ...property }: Schema): Schema | undefined =>
      values === undefined
        ? undefined
        : { ...property, enum: checked<readonly string[]>(known).filter((one) => !values.includes(one)) };
    return changed(whole, at, seenBy.length === 0 ? gone : told, isAnswer);
  }, schema);

export const createVisibility = (operations: ReadonlyMap<string, RestrictedOperation>): Visibility => ({
  refusal: (operation, user, request) => {
    const hidden = (operations.get(operation)?.input ?? []).filter((one) => !sees(user, one));
    const said = hidden.filter(({ at, values }) =>
      found(request, at).some((value) => values === undefined || values.includes(String(value))),
    );
    if (said.length === 0) return null;
    return {
      code: "forbidden",
      message: "It speaks of fields that no role of yours may see.",
      violations: said.map(({ at }) => ({ pointer: pointerOf(at), message: "is not yours to see" })),
    };
  },
  restricts: ({ operation }) => (operations.get(operation)?.input ?? []).length > 0,
  shown: (operation, user, { body }) => {
    const left = (operations.get(operation)?.answer ?? []).filter((one) => !sees(user, one));
    const isWhole = left.every(({ seenBy }) => seenBy.length === 0);
    return { body: left.reduce((rest, { at }) => without(rest, at), body), view: isWhole ? "" : `-${nameOf(left)}` };
  },
  described: (route) => {
    const { answer, input } = operations.get(route.operation) ?? { answer: [], input: [] };
    const of = (place: "params" | "query" | "body") =>
      described(
        route[place],
        input.filter(({ at }) => at[0] === place).map((one) => ({ ...one, at: one.at.slice(1) })),
        false,
      );
    return {
      ...route,
      params: of("params"),
      query: of("query"),
      body: of("body"),
      success: { ...route.success, body: described(route.success.body, answer, true) },
    };
  },
});
