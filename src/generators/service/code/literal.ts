import type { Json } from "../../../model/architecture.ts";
import { typescriptString } from "../../render/index.ts";
import { arrayOf, objectOf, type Source } from "./layout.ts";

/** The source of a value that the spec names, such as a default. */
export const literal = (value: Json): Source => {
  if (typeof value === "string") return typescriptString(value);
  if (isList(value)) return arrayOf(value.map(literal));
  if (typeof value !== "object" || value === null) return String(value);
  return objectOf(Object.entries(value).map(([name, one]) => [name, literal(one)]));
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
