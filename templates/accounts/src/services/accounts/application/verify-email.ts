import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { takeToken } from "./mails.ts";
import type { AccountsPorts } from "./ports.ts";

const OVER = fail("unauthenticated", "The link is not good any more.");

/** Notes that whoever has the account reads the mails of its address. */
export const verifyEmail = (ports: AccountsPorts, secret: string): Promise<Result<null>> =>
  ports.database.transaction(async (transaction) => {
    const accountId = await takeToken(ports, transaction, secret, "verify");
    if (accountId === null) return OVER;
    await ports.store.verify(transaction, accountId, ports.now());
    return ok(null);
  });
