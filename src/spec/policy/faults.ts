import type { Architecture } from "../../model/architecture.ts";
import { PolicyFault } from "./parse.ts";

/** Why the work could not be done, as the end of a sentence; null where it could. */
export function faultOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof PolicyFault) return /[.?]$/u.test(error.message) ? error.message : `${error.message}.`;
    throw error;
  }
}

export interface PlacedGrant {
  /** Where it stands in the spec. */
  readonly path: string;
  readonly operations: readonly string[];
  /** Given to those who show no credential. */
  readonly open: boolean;
}

/** The grants that hold under a policy. */
export function grantsUnder(policy: string, { auth }: Architecture): readonly PlacedGrant[] {
  const all = [
    ...auth.anonymous.map((grant, index) => ({ ...grant, path: `auth.anonymous.may.${index}`, open: true })),
    ...auth.roles.flatMap((role) =>
      role.may.map((grant, index) => ({ ...grant, path: `auth.roles.${role.name}.may.${index}`, open: false })),
    ),
  ];
  return all.filter((grant) => grant.policy === policy);
}
