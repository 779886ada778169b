import type { Architecture } from "../../model/architecture.ts";
import type { Location } from "../../model/diagnostic.ts";

/** Where a part of the spec stands, by its dotted path; where it was filled in, its nearest parent. */
export function locate(architecture: Architecture, path: string): Location {
  for (let here = path; here !== ""; here = here.slice(0, Math.max(0, here.lastIndexOf(".")))) {
    const place = architecture.positions.get(here);
    if (place !== undefined) return place;
  }
  const [first] = architecture.positions.values();
  return { file: first?.file ?? "architecture.yaml", line: 1, column: 1 };
}
