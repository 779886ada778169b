import { ts } from "ts-morph";
import type { ReadThing, ThingReader } from "../thing.ts";
import { calleeOf, objectOf, propertiesOf, textOf, initialiserOf, written } from "./literals.ts";

/** `defineContract({ service, methods: { place: … }, events: { OrderPlaced: … } })` */
export const contracts: ThingReader = (nodes) =>
  nodes.flatMap((node): readonly ReadThing[] => {
    if (!ts.isCallExpression(node) || calleeOf(node) !== "defineContract") return [];
    const properties = propertiesOf(objectOf(node.arguments[0]), nodes);
    const service = textOf(properties.get("service"));
    if (service === null) return [{ kind: "contract", name: null, details: {}, node }];
    const methods = [...propertiesOf(objectOf(properties.get("methods")), nodes)].map(([name, value]) => ({
      kind: "contract" as const,
      name: `${service}.${name}`,
      details: written(propertiesOf(objectOf(initialiserOf(value, nodes)), nodes), ["kind", "idempotency", "timeoutMs", "errors"]),
      node: value.parent,
    }));
    const events = [...propertiesOf(objectOf(properties.get("events")), nodes)].map(([name, value]) => ({
      kind: "event" as const,
      name: `${service}.${name}`,
      details: written(propertiesOf(objectOf(initialiserOf(value, nodes)), nodes), ["version"]),
      node: value.parent,
    }));
    return [...methods, ...events];
  });
