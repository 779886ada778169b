import { ts } from "ts-morph";
import type { ReadThing, ThingReader } from "../thing.ts";
import { calleeOf, objectOf, propertiesOf, textOf, written } from "./literals.ts";

/** Routes as keybeam writes them, and those that somebody hands to the HTTP server itself. */
export const routes: ThingReader = (nodes) => nodes.flatMap((node) => (ts.isCallExpression(node) ? (declared(node, nodes) ?? served(node) ?? []) : []));

/** `defineRoute({ operation, method, path, … })` */
function declared(call: ts.CallExpression, nodes: readonly ts.Node[]): ReadThing | null {
  if (calleeOf(call) !== "defineRoute") return null;
  const properties = propertiesOf(objectOf(call.arguments[0]), nodes);
  const [method, path, operation] = [textOf(properties.get("method")), textOf(properties.get("path")), textOf(properties.get("operation"))];
  const details = { ...(operation === null ? {} : { operation }), ...written(properties, ["kind", "timeoutMs"]) };
  return { kind: "route", name: method === null || path === null ? null : `${method} ${path}`, details, node: call };
}

const METHODS = new Set(["get", "post", "put", "patch", "delete"]);

/** `server.get("/path", …, handler)` */
function served(call: ts.CallExpression): ReadThing | null {
  const { expression, arguments: given } = call;
  const path = textOf(given[0]);
  const last = given.at(-1);
  if (!ts.isPropertyAccessExpression(expression) || !METHODS.has(expression.name.text) || path === null || !path.startsWith("/")) return null;
  if (last === undefined || !(ts.isArrowFunction(last) || ts.isFunctionExpression(last))) return null;
  return { kind: "route", name: `${expression.name.text.toUpperCase()} ${path}`, details: {}, node: call };
}
