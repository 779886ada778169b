import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { type Account, canonicalEmail } from "../domain/account.ts";
import { SELF_REGISTERED_ROLES } from "../domain/settings.ts";
import type { AccountsPorts } from "./ports.ts";
import type { Credentials } from "./sessions.ts";

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly roles: readonly string[];
}

const accountOf = async (ports: AccountsPorts, input: NewAccount): Promise<Account> => ({
  id: ports.newId(),
  email: canonicalEmail(input.email),
  passwordHash: await ports.passwords.hash(input.password),
  roles: input.roles,
  createdAt: ports.now(),
});

/** An account that can log in at once; a `conflict` where the address has one. */
export const createAccount = async (ports: AccountsPorts, input: NewAccount): Promise<Result<Account>> => {
  const account = await accountOf(ports, input);
  return ports.database.transaction(async (transaction) => {
    await ports.store.insertAccount(transaction, account);
    return ok(account);
  });
};

/** Other roles for an account. Tokens that were given before hold on until they are out; the next ones say the new roles. */
export const setRoles = async (
  ports: AccountsPorts,
  email: string,
  roles: readonly string[],
): Promise<Result<null>> => {
  const id = await ports.store.setRoles(ports.database, canonicalEmail(email), roles);
  if (id === null) return fail("notFound", "The address has no account.");
  ports.log.info("the roles of an account were changed", { account: id, roles });
  return ok(null);
};

/** The account that somebody makes for themselves, with the roles that anybody may have. */
export const register = (ports: AccountsPorts, credentials: Credentials): Promise<Result<Account>> =>
  createAccount(ports, { ...credentials, roles: SELF_REGISTERED_ROLES });
