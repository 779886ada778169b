import { type Contract, defineContract, type Method } from "../../platform/kernel/contract.ts";
import type { Schema } from "../../platform/kernel/schema.ts";

/** A public key as JSON Web Key, with its id. */
export interface PublicKey {
  readonly kid: string;
  readonly [member: string]: string;
}

export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** What other services may call: nothing but the keys by which tokens are verified. */
export interface AccountsClient {
  readonly jwks: Method<Readonly<Record<string, never>>, KeySet>;
}

export const keySetSchema: Schema = {
  type: "object",
  required: ["keys"],
  additionalProperties: false,
  properties: {
    keys: {
      type: "array",
      items: {
        type: "object",
        required: ["kid"],
        properties: { kid: { type: "string" } },
        additionalProperties: { type: "string" },
      },
    },
  },
};

export const accountsContract: Contract<AccountsClient> = defineContract<AccountsClient>({
  service: "accounts",
  methods: {
    jwks: {
      kind: "query",
      idempotency: "natural",
      timeoutMs: 2_000,
      input: { type: "object", additionalProperties: false },
      output: keySetSchema,
      errors: {},
    },
  },
  events: {},
});
