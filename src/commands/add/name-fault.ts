import type { Architecture } from "../../model/architecture.ts";
import { nearestTo } from "../nearest.ts";
import type { Kind } from "./kinds.ts";

/** What is wrong with a name: it has too few or too many parts, or what it belongs to is not there; null where nothing is. */
export function nameFault(kind: Kind, written: string, { services, auth }: Architecture): string | null {
  const parts = written.split(".");
  const wanted = kind.written.split(".");
  if (parts.length !== wanted.length || parts.includes("")) return `The name of this is written ${kind.written}.`;
  const [first = "", second = ""] = parts;
  if (wanted[0] === "service" && kind.name !== "service") {
    const service = services.find(({ name }) => name === first);
    if (service === undefined) return unknown("service", first, services.map(({ name }) => name));
    const entities = service.entities.map(({ name }) => name);
    if (wanted.length === 3 && !entities.includes(second)) return unknown("entity", second, entities);
  }
  const roles = [...auth.roles.map(({ name }) => name), "anonymous"];
  return kind.name === "grant" && !roles.includes(first) ? unknown("role", first, roles) : null;
}

function unknown(what: string, name: string, names: readonly string[]): string {
  const near = nearestTo(name, names);
  return `There is no ${what} \`${name}\`${near === null ? `; there are ${names.join(", ")}` : `: did you mean ${near}?`}`;
}
