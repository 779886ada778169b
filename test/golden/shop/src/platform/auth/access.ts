import type { Access } from "../http/route.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { fail, ok } from "../kernel/result.ts";
import { anonymous, grants } from "./grants.ts";
import type { KeySource } from "./keys.ts";
import { createTokenReader } from "./tokens.ts";

const isAnonymous = (operation: string): boolean => anonymous.has(operation);

/** What nobody was granted is refused. */
const authorise: Access["authorise"] = (operation, user) => {
  if (isAnonymous(operation)) return { rule: "anonymous", failure: null };
  if (user === null) return { rule: "no token", failure: { code: "unauthenticated", message: "This needs a token." } };
  const role = grants.get(operation)?.find((one) => user.roles.includes(one));
  return role === undefined
    ? { rule: "no role", failure: { code: "forbidden", message: "No role of yours may do this." } }
    : { rule: `role:${role}`, failure: null };
};

export const createAccess = (source: KeySource): Access => {
  const read = createTokenReader(source);
  return {
    isAnonymous,
    authenticate: async (authorization) => {
      if (authorization === undefined) return ok(null);
      const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization) ?? [];
      if (token === undefined) return fail("unauthenticated", "A bearer token is expected.");
      try {
        const user = await read(token);
        return user === null ? fail("unauthenticated", "The token is not valid.") : ok(user);
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        return fail("unavailable", error.message);
      }
    },
    authorise,
  };
};
