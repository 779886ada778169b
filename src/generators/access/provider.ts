import type { Architecture } from "../../model/architecture.ts";
import { hasProvider } from "./accounts.ts";

/** What the provider calls each role, and the role that it means, in the order of the spec. */
export const providedRoles = ({ auth }: Architecture): readonly (readonly [said: string, role: string])[] =>
  auth.roles.flatMap(({ name }) => (auth.oidc?.names.get(name) ?? [name]).map((said) => [said, name] as const));

/** Where a token of the provider says roles, as a path to the claim; null where it says none, or nobody listens. */
export const rolesClaim = (architecture: Architecture): readonly string[] | null =>
  hasProvider(architecture) ? (architecture.auth.oidc?.roles?.split(".") ?? null) : null;
