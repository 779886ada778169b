export { createAccount, type NewAccount, setRoles } from "./application/create-account.ts";
export { accessToken } from "./application/tokens.ts";
export * from "./contract.ts";
export { migrations } from "./data/migrations/index.ts";
export { type AccountsNeeds, accountsPorts, createAccounts } from "./service.ts";
