import type { Contract } from "./contract.ts";

/** Where an operation of somebody else's system is; inputs whose names stand in the path after a colon go there. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/charges/:id`, below the base address. */
  readonly path: string;
}

/** Somebody else's system as a service sees it: what it promises, and where it is asked for it. */
export interface Integration<Client> {
  readonly contract: Contract<Client>;
  readonly endpoints: { readonly [Name in keyof Client]: Endpoint };
}

export const defineIntegration = <Client>(integration: Integration<Client>): Integration<Client> => integration;
