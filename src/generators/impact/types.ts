import type { Type } from "../../model/architecture.ts";

/** How the values of one type lie to those of another: `wider` holds all that the old one held, and more. */
export type Relation = "same" | "wider" | "narrower" | "other";

/** What became of a type. */
export function relationOf(was: Type, now: Type): Relation {
  if (was.kind === "scalar" && now.kind === "scalar" && family(was.name) === family(now.name)) return rangeRelation(was, now);
  if (was.kind === "enum" && now.kind === "enum") return setRelation(was.values, now.values);
  if (was.kind === "list" && now.kind === "list") return both(rangeRelation(was, now), relationOf(was.of, now.of));
  return nameOf(was) === nameOf(now) ? "same" : "other";
}

const family = (name: string): string => (name === "text" ? "string" : name);

interface Range {
  readonly min?: number;
  readonly max?: number;
}

function rangeRelation(was: Range, now: Range): Relation {
  const [wasLow, nowLow] = [was.min ?? Number.NEGATIVE_INFINITY, now.min ?? Number.NEGATIVE_INFINITY];
  const [wasHigh, nowHigh] = [was.max ?? Number.POSITIVE_INFINITY, now.max ?? Number.POSITIVE_INFINITY];
  return both(oneWay(nowLow - wasLow || 0), oneWay(wasHigh - nowHigh || 0));
}

/** Below 0 is wider. Two infinities differ by NaN, which is no difference. */
const oneWay = (difference: number): Relation => (difference === 0 ? "same" : difference < 0 ? "wider" : "narrower");

function setRelation(was: readonly string[], now: readonly string[]): Relation {
  const added = now.some((value) => !was.includes(value));
  const gone = was.some((value) => !now.includes(value));
  return both(added ? "wider" : "same", gone ? "narrower" : "same");
}

function both(one: Relation, two: Relation): Relation {
  if (one === two || two === "same") return one;
  return one === "same" ? two : "other";
}

/** A type as the spec writes it. */
export function typeText(type: Type): string {
  if (type.kind === "scalar") return `${type.name}${rangeText(type)}`;
  if (type.kind === "enum") return type.values.join(" | ");
  if (type.kind === "list") return `list(${typeText(type.of)})${rangeText(type)}`;
  return nameOf(type);
}

function nameOf(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "entity":
      return type.entity;
    case "foreign":
      return `${type.service}.${type.entity}`;
    case "children":
      return `list(${type.entity})`;
    case "set":
      return `set(${type.entity})`;
    case "type":
      return type.type;
    default:
      return type.kind;
  }
}

const rangeText = ({ min, max }: Range): string => (min === undefined && max === undefined ? "" : `(${min ?? ""}..${max ?? ""})`);
