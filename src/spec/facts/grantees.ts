import type { Architecture } from "../../model/architecture.ts";
import type { Grant, Role } from "../../model/auth.ts";

/** Who was granted an operation by its full name, be it under a policy: null for everybody, then roles, heirs among them. */
export function granteesOf({ auth }: Architecture, operation: string): readonly (string | null)[] {
  const isGranted = (grants: readonly Grant[]): boolean => grants.some((grant) => grant.operations.includes(operation));
  const roles = auth.roles.filter((role) => isGranted(withInherited(role, auth.roles, [])));
  return [...(isGranted(auth.anonymous) ? [null] : []), ...roles.map(({ name }) => name)];
}

function withInherited(role: Role, roles: readonly Role[], seen: readonly string[]): readonly Grant[] {
  if (seen.includes(role.name)) return [];
  const parents = roles.filter(({ name }) => role.extends.includes(name));
  return [...role.may, ...parents.flatMap((parent) => withInherited(parent, roles, [...seen, role.name]))];
}
