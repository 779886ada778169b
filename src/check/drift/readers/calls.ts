import { ts } from "ts-morph";
import type { ReadThing, ThingReader } from "../thing.ts";
import { calleeOf, objectOf, propertiesOf, textOf, written } from "./literals.ts";

/** `called(catalogContract, needs.catalog, { caller: "orders", timeoutMs, … })` */
export const calls: ThingReader = (nodes) =>
  nodes.flatMap((node): readonly ReadThing[] => {
    if (!ts.isCallExpression(node) || calleeOf(node) !== "called") return [];
    const [contract, client, options] = node.arguments;
    const properties = propertiesOf(objectOf(options), nodes);
    const caller = textOf(properties.get("caller"));
    const callee = client !== undefined && ts.isPropertyAccessExpression(client) ? client.name.text : (contract?.getText().replace(/Contract$/, "") ?? null);
    return [{ kind: "call", name: caller === null || callee === null ? null : `${caller} → ${callee}`, details: written(properties, ["timeoutMs", "retries", "breaker", "fallback"]), node }];
  });

const OWN = /^src\/services\/([^/]+)\//;

/** `ports.catalog.reserveStock(…)` in the code of a service; whether `catalog` is a service that it calls is for others to say. */
export const uses: ThingReader = (nodes, path) => {
  const service = OWN.exec(path)?.[1];
  if (service === undefined) return [];
  return nodes.flatMap((node): readonly ReadThing[] => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    const { name, expression } = node.expression;
    if (!ts.isPropertyAccessExpression(expression) || isRepositories(expression.expression)) return [];
    return [{ kind: "use", name: `${service} → ${expression.name.text}.${name.text}`, details: {}, node }];
  });
};

/** What a service keeps of its own may be called like another service. */
const isRepositories = (node: ts.Expression): boolean => (ts.isPropertyAccessExpression(node) ? node.name.text : node.getText()) === "repositories";
