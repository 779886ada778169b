import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { takeToken } from "./mails.ts";
import type { AccountsPorts } from "./ports.ts";

const OVER = fail("unauthenticated", "The link is not good any more.");

export interface NewPassword {
  readonly token: string;
  readonly password: string;
}

/** Sets another password and ends every login of the account: whoever knew the old one is out. */
export const resetPassword = async (ports: AccountsPorts, input: NewPassword): Promise<Result<null>> => {
  const passwordHash = await ports.passwords.hash(input.password);
  return ports.database.transaction(async (transaction) => {
    const accountId = await takeToken(ports, transaction, input.token, "reset");
    const account = accountId === null ? null : await ports.store.accountById(transaction, accountId);
    if (account === null) return OVER;
    await ports.store.setPassword(transaction, account.id, passwordHash, ports.now());
    await ports.store.endLogins(transaction, account.id);
    await ports.store.forgetAttempts(transaction, account.email);
    ports.log.info("a password was set by mail, and every login ended", { account: account.id });
    return ok(null);
  });
};
