import type { Architecture } from "../../model/architecture.ts";
import type { Grant, Role } from "../../model/auth.ts";
import { arrayOf, callOf, line, type Source } from "../service/code/layout.ts";

/** Operations of the built-in service: each is the way to a token, or out. */
const ACCOUNTS = ["accounts.jwks", "accounts.login", "accounts.logout", "accounts.refresh"];

/** A grant under a policy is not given until policies are. */
const granted = (grants: readonly Grant[]): readonly string[] =>
  grants.filter((grant) => grant.policy === null).flatMap((grant) => grant.operations);

const inherited = (role: Role, roles: readonly Role[], seen: ReadonlySet<string> = new Set()): readonly string[] => {
  if (seen.has(role.name)) return [];
  const above = new Set([...seen, role.name]);
  const parents = roles.filter((one) => role.extends.includes(one.name));
  return [...granted(role.may), ...parents.flatMap((parent) => inherited(parent, roles, above))];
};

const rolesByOperation = (roles: readonly Role[]): ReadonlyMap<string, readonly string[]> => {
  const byOperation = new Map<string, string[]>();
  for (const role of roles) {
    for (const operation of new Set(inherited(role, roles))) {
      byOperation.set(operation, [...(byOperation.get(operation) ?? []), role.name]);
    }
  }
  return byOperation;
};

const text = (value: string): Source => JSON.stringify(value);

/** The two tables of `grants.ts`, sorted by operation. */
export const grantTables = ({ auth }: Architecture): { readonly anonymous: string; readonly grants: string } => {
  const open = [...ACCOUNTS, ...(auth.selfRegistration === null ? [] : ["accounts.register"]), ...granted(auth.anonymous)];
  const rows = [...rolesByOperation(auth.roles)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, roles]) => arrayOf([text(operation), arrayOf([...roles].sort().map(text))]));
  return {
    anonymous: line(0, "export const anonymous: ReadonlySet<string> = ", callOf("new Set", [arrayOf([...new Set(open)].sort().map(text))]), ";"),
    grants: line(0, "export const grants: ReadonlyMap<string, readonly string[]> = ", callOf("new Map", [arrayOf(rows)]), ";"),
  };
};
