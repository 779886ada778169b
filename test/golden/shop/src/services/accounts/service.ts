import type { Service, World } from "../../platform/kernel/world.ts";
import { accountRoutes } from "./api/accounts.ts";
import type { AccountsPorts } from "./application/ports.ts";
import { publicKeys } from "./application/tokens.ts";
import { type AccountsClient, accountsContract } from "./contract.ts";
import { accountsStore } from "./data/store.ts";
import { passwords } from "./integrations/passwords.ts";
import { createSigning } from "./integrations/signing.ts";

export interface AccountsNeeds extends World {
  /** The secret that seals the private keys. */
  readonly key: string;
}

export const accountsPorts = (needs: AccountsNeeds): AccountsPorts => ({
  ...needs,
  store: accountsStore,
  passwords,
  signing: createSigning(needs.key),
});

export const createAccounts = (needs: AccountsNeeds): Service<AccountsClient> => {
  const ports = accountsPorts(needs);
  return {
    contract: accountsContract,
    client: { jwks: () => publicKeys(ports) },
    routes: accountRoutes(ports),
    subscriptions: [],
  };
};
