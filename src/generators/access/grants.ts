import type { Architecture } from "../../model/architecture.ts";
import type { Grant, Role } from "../../model/auth.ts";

/** One way in which an operation is granted: to a role, or to everybody; as far as a policy holds, where there is one. */
export interface Granted {
  /** Null: everybody, with a credential or without. */
  readonly role: string | null;
  /** The policies of which one must hold; empty where the role may without any. */
  readonly policies: readonly string[];
}

/** What a role was granted itself, and what it inherits. */
const inherited = (role: Role, roles: readonly Role[], seen: readonly string[] = []): readonly Grant[] => {
  if (seen.includes(role.name)) return [];
  const parents = roles.filter((other) => role.extends.includes(other.name));
  return [...role.may, ...parents.flatMap((parent) => inherited(parent, roles, [...seen, role.name]))];
};

const under = (role: string | null, grants: readonly Grant[], operation: string): readonly Granted[] => {
  const found = grants.filter((grant) => grant.operations.includes(operation));
  if (found.length === 0) return [];
  const policies = found.map((grant) => grant.policy);
  const named = policies.filter((policy) => policy !== null);
  return [{ role, policies: named.length < policies.length ? [] : [...new Set(named)].sort() }];
};

/** Who may run an operation, by its full name: everybody first, then the roles in the order of the spec. */
export const grantsOf = ({ auth }: Architecture, operation: string): readonly Granted[] => {
  const everybody = under(null, auth.anonymous, operation);
  const roles = auth.roles.flatMap((role) => under(role.name, inherited(role, auth.roles), operation));
  // What everybody may in any case needs no role.
  return everybody.some(({ policies }) => policies.length === 0) ? everybody : [...everybody, ...roles];
};

/** Whether it depends on a policy who may run an operation. */
export const isConditional = (architecture: Architecture, operation: string): boolean =>
  !architecture.auth.models.includes("none") && grantsOf(architecture, operation).some(({ policies }) => policies.length > 0);

/** Whether some operation is granted only as far as a policy holds. */
export const hasPolicies = (architecture: Architecture): boolean =>
  [...architecture.auth.anonymous, ...architecture.auth.roles.flatMap((role) => role.may)].some((grant) =>
    grant.operations.some((operation) => isConditional(architecture, operation)));
