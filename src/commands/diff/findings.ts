import type { Drift, Drifts, Thing } from "../../check/drift/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic, Location } from "../../model/diagnostic.ts";
import { adviceOnExtra, adviceOnMissing, adviceOnOther, called } from "./advice.ts";

/** What is apart, each with where the code has it, where the spec says it, and what to do; places in the code are said from the project's folder. */
export function driftFindings({ drifts, unread }: Drifts, architecture: Architecture, isThere: (path: string) => boolean): readonly Diagnostic[] {
  return [...drifts.map((drift) => finding(drift, architecture, isThere)), ...unread.map(unreadFinding)];
}

function finding(drift: Drift, architecture: Architecture, isThere: (path: string) => boolean): Diagnostic {
  const { apart, thing, differences } = drift;
  const spec = placeInSpec(thing, architecture);
  const target = `${thing.kind} ${thing.name ?? ""}`;
  if (apart === "missing") {
    const where = isThere(thing.at.file) ? [{ message: "here it would be", at: { file: thing.at.file, line: 1, column: 1 } }] : [];
    return { rule: "not-in-code", severity: "error", message: `The spec asks for ${called(thing)}, and the code has none in ${thing.at.file}.`, at: spec, target, related: where, help: adviceOnMissing(drift, isThere(thing.at.file)) };
  }
  if (apart === "unreadable") {
    return { rule: "not-in-spec", severity: "error", message: `What this ${thing.kind} is cannot be told: the code computes it.`, at: thing.at, target, related: [], help: "Write it as a text, so that it can be compared with the spec." };
  }
  if (apart === "extra") {
    const severity = thing.kind === "variable" ? "warning" : "error";
    return { rule: "not-in-spec", severity, message: `The code has ${called(thing)}, and the spec asks for none.`, at: thing.at, target, related: [], help: adviceOnExtra(drift) };
  }
  const told = differences.map(({ key, said, found }) => found === thing.name ? `it is \`${said ?? "not said"}\` by the spec` : `${key} is ${found ?? "not said"}, and ${said ?? "not said"} by the spec`).join("; ");
  return { rule: "differs-from-spec", severity: "error", message: `${sentence(called(thing))} is another here: ${told}.`, at: thing.at, target, related: [{ message: "the spec says it here", at: spec }], help: adviceOnOther(drift) };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const unreadFinding = (path: string): Diagnostic => ({
  rule: "not-in-spec",
  severity: "error",
  message: `${path} cannot be compared: it nests deeper than a parser can follow.`,
  at: { file: path, line: 1, column: 1 },
  related: [],
  help: "",
});

/** Where the spec speaks of it, as near as it does. */
function placeInSpec({ kind, name, details }: Thing, { positions }: Architecture): Location {
  const path = pathsInSpec(kind, name ?? "", details).find((one) => positions.has(one));
  const [top] = positions.values();
  return (path === undefined ? undefined : positions.get(path)) ?? { file: top?.file ?? "architecture.yaml", line: 1, column: 1 };
}

function pathsInSpec(kind: Thing["kind"], name: string, details: Thing["details"]): readonly string[] {
  const [first = "", rest = ""] = name.split(/: | → | on /);
  if (kind === "route") return operationPaths(details["operation"] ?? "");
  if (kind === "contract") return operationPaths(name);
  if (kind === "event" || kind === "publication") return below(name, "events");
  if (kind === "reaction") return [`services.${serviceOf(first)}.reacts.${rest}`, `services.${serviceOf(first)}.reacts`];
  if (kind === "call" || kind === "use") return [`services.${first}.calls.${rest}`, `services.${first}.calls`];
  if (kind === "grant") return [first === "anonymous" ? "auth.anonymous" : `auth.roles.${first}`, ...operationPaths(rest), "auth"];
  return [];
}

const serviceOf = (name: string): string => name.split(".")[0] ?? "";

function below(name: string, what: string): readonly string[] {
  const [service = "", own = ""] = name.split(".");
  return [`services.${service}.${what}.${own}`, `services.${service}`];
}

/** `orders.place`, or `orders.Order.create` for an action of a resource. */
function operationPaths(name: string): readonly string[] {
  const [service = "", own = "", action] = name.split(".");
  return action === undefined ? below(name, "operations") : [`services.${service}.operations.${own}.${action}`, `services.${service}.api.resources.${own}`, `services.${service}.entities.${own}`, `services.${service}`];
}
