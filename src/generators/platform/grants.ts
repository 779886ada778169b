import type { Architecture } from "../../model/architecture.ts";
import { accountRoutes } from "../access/accounts.ts";
import { grantsOf } from "../access/grants.ts";
import { graphRoute } from "../paths.ts";
import { arrayOf, callOf, line, type Source } from "../service/code/layout.ts";

const text = (value: string): Source => JSON.stringify(value);

/** The tables of `grants.ts`, sorted by operation. Where a policy decides, the service asks it: whoever may at all is let in. */
export const grantTables = (architecture: Architecture): { readonly anonymous: string; readonly signedIn: string; readonly grants: string } => {
  const { auth } = architecture;
  const names = [...new Set([...auth.anonymous, ...auth.roles.flatMap((role) => role.may)].flatMap((grant) => grant.operations))].sort();
  const granted = names.map((name) => ({ name, grants: grantsOf(architecture, name) }));
  const open = granted.filter(({ grants }) => grants.some((one) => one.role === null)).map(({ name }) => name);
  // What each field of a request runs is authorised by itself.
  const graphs = architecture.services.flatMap((service) => graphRoute(service)).map(({ operation }) => operation);
  const accounts = accountRoutes(architecture);
  const own = accounts.filter(({ signedIn }) => signedIn === true).map(({ operation }) => text(operation));
  const all = [...graphs, ...accounts.filter(({ signedIn }) => signedIn !== true).map(({ operation }) => operation), ...open];
  const rows = granted
    .map(({ name, grants }) => ({ name, roles: grants.map((one) => one.role).filter((role) => role !== null) }))
    .filter(({ roles }) => roles.length > 0)
    .map(({ name, roles }) => arrayOf([text(name), arrayOf([...roles].sort().map(text))]));
  return {
    anonymous: line(0, "export const anonymous: ReadonlySet<string> = ", callOf("new Set", [arrayOf([...new Set(all)].sort().map(text))]), ";"),
    signedIn: line(0, "export const signedIn: ReadonlySet<string> = ", callOf("new Set", [arrayOf(own)]), ";"),
    grants: line(0, "export const grants: ReadonlyMap<string, readonly string[]> = ", callOf("new Map", [arrayOf(rows)]), ";"),
  };
};
