import type { Access } from "../http/route.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { fail, ok } from "../kernel/result.ts";
import { anonymous, grants } from "./grants.ts";
import type { KeySource } from "./keys.ts";
import { createTokenReader } from "./tokens.ts";

const isAnonymous = (operation: string): boolean => anonymous.has(operation);

/** What nobody was granted is refused. */
const mayAny = (operation: string, roles: readonly string[]): boolean =>
  (grants.get(operation) ?? []).some((role) => roles.includes(role));

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
    authorise: (operation, user) => {
      if (isAnonymous(operation)) return ok(null);
      if (user === null) return fail("unauthenticated", "This needs a token.");
      return mayAny(operation, user.roles) ? ok(null) : fail("forbidden", "No role of yours may do this.");
    },
  };
};
