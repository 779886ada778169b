import type { Json } from "../../model/architecture.ts";
import type { Deploy, Scale } from "../../model/deploy.ts";
import { get } from "../tree.ts";
import { entries, oneOf, type Spot, step } from "./context.ts";
import { bytes, fraction } from "./quantities.ts";

export function deployOf(spot: Spot): Deploy {
  return {
    target: oneOf(get(spot.node, "target"), ["process", "compose", "kubernetes", "aws"]),
    scale: new Map(entries(step(spot, "scale")).map(([service, { node }]) => [service, scaleOf(node)])),
    functions: oneOf(get(spot.node, "functions"), ["service", "operation"]),
  };
}

function scaleOf(node: Json | undefined): Scale {
  const max = get(node, "max");
  return {
    min: Number(get(node, "min") ?? 1),
    max: max === undefined ? null : Number(max),
    cpu: fraction(get(node, "cpu")) ?? null,
    memoryBytes: bytes(get(node, "memory")) ?? null,
  };
}
