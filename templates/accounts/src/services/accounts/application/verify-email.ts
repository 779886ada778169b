import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { takeToken } from "./mails.ts";
import type { AccountsPorts } from "./ports.ts";

const OVER = fail("unauthenticated", "The link is not good any more, or the password is wrong.");

export interface Verification {
  readonly token: string;
  readonly password: string;
}

/**
 * Notes that whoever has the account reads the mails of its address. The password says that it is the same person who has
 * both: else somebody would follow the link to an account that a stranger made for their address, and knows the password of.
 */
export const verifyEmail = (ports: AccountsPorts, { token, password }: Verification): Promise<Result<null>> =>
  ports.database.transaction(async (transaction) => {
    const accountId = await takeToken(ports, transaction, token, "verify");
    const account = accountId === null ? null : await ports.store.accountById(transaction, accountId);
    if (account === null || !(await ports.passwords.matches(password, account.passwordHash))) return OVER;
    // Nor is it confirmed under another password that came in between.
    return (await ports.store.verify(transaction, account, ports.now())) ? ok(null) : OVER;
  });
