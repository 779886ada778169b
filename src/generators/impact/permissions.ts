import type { Architecture } from "../../model/architecture.ts";
import type { Grant, Role } from "../../model/auth.ts";
import { ownersIn } from "../access/fields.ts";
import type { Change } from "../../model/impact.ts";

/** operation → the policies under which a role may run it; null among them where it always may. */
type Granted = ReadonlyMap<string, ReadonlySet<string | null>>;

const ANYBODY = "anybody, without logging in,";

/** What each role may do that it could not, and the other way round, inherited grants among them. */
export const permissionChanges = (was: Architecture, now: Architecture): readonly Change[] =>
  comparedPermissions(was, now).flatMap(({ role, granted, withdrawn }) => [...changeOf("added", `${role ?? ANYBODY} may`, granted), ...changeOf("removed", `${role ?? ANYBODY} may`, withdrawn)]);

/** What was granted to a role, and what was withdrawn from it: operations, each with the policy it is bound to. */
export interface ComparedPermissions {
  /** Null: who does not log in. */
  readonly role: string | null;
  readonly granted: readonly string[];
  readonly withdrawn: readonly string[];
}

/** By role. What became of an operation that is gone is not told of here. */
export function comparedPermissions(was: Architecture, now: Architecture): readonly ComparedPermissions[] {
  const [old, current] = [seersOf(was), seersOf(now)];
  // Who sees a field that came or went is told with it.
  const fields = [...current.keys()].filter((name) => old.has(name) && (old.get(name) !== null || current.get(name) !== null));
  const [before, after] = [rolesOf(was, fields), rolesOf(now, fields)];
  const present = new Set(operationsOf(now));
  const gone = new Set(operationsOf(was).filter((one) => !present.has(one)));
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((role) => {
    const [oldLines, lines] = [new Set(linesOf(before.get(role) ?? new Map())), new Set(linesOf(after.get(role) ?? new Map()))];
    // What is granted without a policy is granted under each.
    const isIn = (line: string, there: ReadonlySet<string>): boolean => there.has(line) || there.has(operationOf(line));
    const granted = [...lines].filter((line) => !isIn(line, oldLines));
    const withdrawn = [...oldLines].filter((line) => !isIn(line, lines) && !gone.has(operationOf(line)));
    return { role: role === ANYBODY ? null : role, granted, withdrawn };
  });
}

const operationOf = (line: string): string => line.split(" ")[0] ?? "";

const changeOf = (change: "added" | "removed", name: string, says: readonly string[]): readonly Change[] =>
  says.length === 0 ? [] : [{ change, breaking: change === "removed", name, says }];

const linesOf = (granted: Granted): readonly string[] =>
  [...granted].flatMap(([operation, policies]) => (policies.has(null) ? [operation] : [...policies].map((policy) => `${operation} if ${policy}`))).sort();

const operationsOf = ({ services }: Architecture): readonly string[] =>
  services.flatMap(({ name, api, operations }) => [
    ...operations.map((operation) => `${name}.${operation.name}`),
    ...api.resources.flatMap(({ entity, actions }) => actions.map(({ action }) => `${name}.${entity}.${action}`)),
  ]);

/** Each field by its full name, and the roles that see it; null: whoever sees the rest. */
const seersOf = (architecture: Architecture): ReadonlyMap<string, readonly string[] | null> =>
  new Map(architecture.services.flatMap((service) =>
    ownersIn(service).flatMap(({ name, fields }) => fields.map((field) => [`${service.name}.${name}.${field.name}`, field.visibleTo] as const))));

function rolesOf(architecture: Architecture, fields: readonly string[]): ReadonlyMap<string, Granted> {
  const seers = seersOf(architecture);
  const { auth } = architecture;
  const withFields = (role: string, granted: Granted): Granted => {
    const reached = fields.filter((field) => [...granted.keys()].some((operation) => operation.split(".")[0] === field.split(".")[0]));
    const seen = reached.filter((field) => seers.get(field)?.includes(role) ?? true);
    return new Map([...granted, ...seen.map((field) => [`see ${field}`, new Set([null])] as const)]);
  };
  return new Map([
    [ANYBODY, withFields(ANYBODY, grantedBy(auth.anonymous))],
    ...auth.roles.map((role) => [role.name, withFields(role.name, grantedBy(inherited(role, auth.roles, new Set())))] as const),
  ]);
}

function inherited(role: Role, roles: readonly Role[], seen: ReadonlySet<string>): readonly Grant[] {
  if (seen.has(role.name)) return [];
  const parents = roles.filter(({ name }) => role.extends.includes(name));
  return [...role.may, ...parents.flatMap((parent) => inherited(parent, roles, new Set([...seen, role.name])))];
}

function grantedBy(grants: readonly Grant[]): Granted {
  const granted = new Map<string, Set<string | null>>();
  for (const { operations, policy } of grants) for (const one of operations) granted.set(one, new Set([...(granted.get(one) ?? []), policy]));
  return granted;
}
