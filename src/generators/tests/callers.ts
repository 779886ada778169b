import type { Architecture } from "../../model/architecture.ts";
import type { Grant, Role } from "../../model/auth.ts";

/** Who a test calls as: the name of a role, or `anyone` where no credential is needed. */
export type Caller = string;

export const ANYONE: Caller = "anyone";

export interface Callers {
  /** Roles that may run the operation, in the order of the spec, or `anyone` alone. Empty where nobody may. */
  readonly of: (operation: string) => readonly Caller[];
  /** The caller that tests of the operation use; null where nobody may run it. */
  readonly one: (operation: string) => Caller | null;
}

/** Who may run which operation, by its full name as `orders.place`, with what roles inherit. */
export const callersOf = (architecture: Architecture): Callers => {
  const { auth } = architecture;
  if (auth.models.includes("none")) return { of: () => [ANYONE], one: () => ANYONE };
  const anonymous = granted(auth.anonymous);
  const roles = auth.roles.map((role) => ({ name: role.name, may: granted(inherited(role, auth.roles)) }));
  const of = (operation: string): readonly Caller[] =>
    anonymous.has(operation) ? [ANYONE] : roles.filter((role) => role.may.has(operation)).map((role) => role.name);
  // Who registered alone may own one account only, so tests that make several rows rather use another role.
  const one = (operation: string): Caller | null => {
    const callers = of(operation);
    return callers.find((name) => name !== auth.selfRegistration) ?? callers[0] ?? null;
  };
  return { of, one };
};

/** A grant under a policy is left out: whether it holds depends on the row. */
const granted = (grants: readonly Grant[]): ReadonlySet<string> =>
  new Set(grants.filter((grant) => grant.policy === null).flatMap((grant) => grant.operations));

const inherited = (role: Role, roles: readonly Role[], seen: readonly string[] = []): readonly Grant[] => {
  if (seen.includes(role.name)) return [];
  const parents = roles.filter((other) => role.extends.includes(other.name));
  return [...role.may, ...parents.flatMap((parent) => inherited(parent, roles, [...seen, role.name]))];
};
