import type { Architecture } from "../../model/architecture.ts";
import { hasProvider } from "../access/accounts.ts";
import { grantsOf } from "../access/grants.ts";
import { providedRoles, rolesClaim } from "../access/provider.ts";
import { render } from "../render/index.ts";
import { array, type Code, layOut, object, text } from "./code.ts";
import { guardedOperations } from "./grants.ts";

/** `test/provider.test.ts`: tokens of an identity provider at one guarded route; null where no route needs a role alone. */
export const providerTest = (architecture: Architecture): string | null => {
  if (!hasProvider(architecture)) return null;
  const found = examples(architecture);
  const one = found.find(({ method, path }) => method === "GET" && !path.includes(":")) ?? found[0];
  if (one === undefined) return null;
  const claim = rolesClaim(architecture);
  const said = providedRoles(architecture).find(([, role]) => role === one.roles[0])?.[0] ?? "";
  const { selfRegistration } = architecture.auth;
  return render("tests/test/provider.test.ts.hbs", {
    method: one.method,
    path: one.path,
    roleClaim: claim === null ? null : layOut(nested(claim, array([text(said)])), 0, 22),
    selfRegistration,
    letsIn: claim !== null || (selfRegistration !== null && one.roles.includes(selfRegistration)),
  });
};

/** Routes that some roles may use whatever the row, and nobody without one. */
const examples = (architecture: Architecture) =>
  guardedOperations(architecture).flatMap(({ operation, method, path }) => {
    const grants = grantsOf(architecture, operation);
    if (grants.some(({ role, policies }) => role === null || policies.length > 0)) return [];
    const roles = grants.flatMap(({ role }) => (role === null ? [] : [role]));
    return roles.length === 0 ? [] : [{ method, path, roles }];
  });

const nested = ([name = "", ...rest]: readonly string[], value: Code): Code => object([[name, rest.length === 0 ? value : nested(rest, value)]]);
