import type { Architecture } from "../../model/architecture.ts";
import { restrictedOperations } from "../access/fields.ts";
import { grantsOf } from "../access/grants.ts";

/** Who a test calls as: the name of a role, or `anyone` where no credential is needed. */
export type Caller = string;

export const ANYONE: Caller = "anyone";

export interface Callers {
  /** Roles that may run the operation, in the order of the spec, or `anyone` alone. Empty where nobody may. */
  readonly of: (operation: string) => readonly Caller[];
  /** The caller that tests of the operation use; null where nobody may run it without a policy and sees all of it. */
  readonly one: (operation: string) => Caller | null;
}

/** Who may run which operation, by its full name as `orders.place`, with what roles inherit. */
export const callersOf = (architecture: Architecture): Callers => {
  const { auth } = architecture;
  if (auth.models.includes("none")) return { of: () => [ANYONE], one: () => ANYONE };
  const restricted = new Map(restrictedOperations(architecture).map((one) => [one.operation, [...one.answer, ...one.input]]));
  const seesAll = (operation: string, role: string): boolean =>
    (restricted.get(operation) ?? []).every(({ seenBy }) => seenBy.length === 0 || seenBy.includes(role));
  const of = (operation: string): readonly Caller[] => {
    const grants = grantsOf(architecture, operation);
    return grants.some((one) => one.role === null) ? [ANYONE] : grants.map(({ role }) => role ?? ANYONE);
  };
  const newcomer = newcomerOf(architecture);
  // Whether a policy holds depends on the row. Who registered alone may own one account only, so tests that make several rows rather use another role.
  const one = (operation: string): Caller | null => {
    const sure = grantsOf(architecture, operation).filter(({ policies }) => policies.length === 0).map(({ role }) => role ?? ANYONE).filter((role) => seesAll(operation, role));
    const [first = null] = sure;
    return sure.find((name) => name !== auth.selfRegistration) ?? (newcomer?.operation === operation ? newcomer.caller : first);
  };
  return { of, one };
};

/** Who registered alone makes one row, of themselves: the operation that does, and the caller who is somebody new each time. Null where nobody does. */
export const newcomerOf = ({ auth, services }: Architecture): { readonly operation: string; readonly caller: Caller } | null => {
  const { user, selfRegistration } = auth;
  if (user === null || selfRegistration === null || auth.models.includes("none")) return null;
  const resource = services.find(({ name }) => name === user.service)?.api.resources.find(({ entity }) => entity === user.entity);
  if (resource?.actions.some(({ action }) => action === "create") !== true) return null;
  return { operation: `${user.service}.${user.entity}.create`, caller: `new ${selfRegistration}` };
};
