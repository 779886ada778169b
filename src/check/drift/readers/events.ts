import { ts } from "ts-morph";
import type { ReadThing, ThingReader } from "../thing.ts";
import { calleeOf, propertiesOf, textOf, written } from "./literals.ts";

/** `outgoing("orders.OrderPlaced", …)` */
export const publications: ThingReader = (nodes) =>
  nodes.flatMap((node): readonly ReadThing[] => {
    if (!ts.isCallExpression(node) || calleeOf(node) !== "outgoing") return [];
    return [{ kind: "publication", name: textOf(node.arguments[0]), details: {}, node }];
  });

/** `{ event: "payments.PaymentSettled", name: "orders.pay", handle }` */
export const reactions: ThingReader = (nodes) =>
  nodes.flatMap((node): readonly ReadThing[] => {
    if (!ts.isObjectLiteralExpression(node)) return [];
    const properties = propertiesOf(node, nodes);
    const [event, name] = [textOf(properties.get("event")), textOf(properties.get("name"))];
    const handles = node.properties.some((one) => one.name !== undefined && one.name.getText() === "handle");
    if (event === null || name === null || !handles) return [];
    return [{ kind: "reaction", name: `${name} on ${event}`, details: written(properties, ["timeoutMs"]), node }];
  });
