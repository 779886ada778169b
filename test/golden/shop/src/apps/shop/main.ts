import type { Service } from "../../platform/kernel/world.ts";
import { run } from "../../platform/process.ts";
import { type AccountsClient, accountsContract } from "../../services/accounts/contract.ts";
import { createAccounts } from "../../services/accounts/index.ts";
import { type CatalogClient, catalogContract } from "../../services/catalog/contract.ts";
import { createCatalog } from "../../services/catalog/index.ts";
import { createCustomers } from "../../services/customers/index.ts";
import { createOrders } from "../../services/orders/index.ts";
import { createPayments } from "../../services/payments/index.ts";

const unit = { name: "shop", services: ["accounts", "customers", "catalog", "orders", "payments"] };

await run(unit, (platform) => {
  const accounts: Service<AccountsClient> = createAccounts({
    ...platform.world("accounts"),
    key: platform.config.accountsKey,
  });
  const customers = createCustomers(platform.world("customers"));
  const catalog: Service<CatalogClient> = createCatalog(platform.world("catalog"));
  const orders = createOrders({
    ...platform.world("orders"),
    catalog: platform.local(catalogContract, () => catalog.client),
  });
  const payments = createPayments(platform.world("payments"));
  return {
    services: [accounts, customers, catalog, orders, payments],
    accounts: platform.local(accountsContract, () => accounts.client),
  };
});
