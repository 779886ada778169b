import type { Policy } from "./policy.ts";

export type AuthModel = "none" | "apiKey" | "jwt" | "oidc";

export interface Auth {
  /** Never empty; `["none"]` where the spec says so, or has no services. */
  readonly models: readonly AuthModel[];
  /** The entity whose row has the id that `user.id` holds. */
  readonly user: { readonly service: string; readonly entity: string } | null;
  readonly selfRegistration: string | null;
  /** Who forgot a password can set another by mail. */
  readonly passwordReset: boolean;
  /** Whether addresses are confirmed by mail, and whether nobody logs in before; null where nothing is sent. */
  readonly emailVerification: "required" | "optional" | null;
  /** Whether users themselves may fetch and erase what is held about them. */
  readonly ownData: boolean;
  readonly tokens: {
    readonly algorithm: "EdDSA" | "ES256" | "RS256";
    readonly accessMs: number;
    readonly refreshMs: number;
    readonly rotateKeysMs: number;
  };
  /** The identity provider of the model `oidc`; null where the spec names none. */
  readonly oidc: Provider | null;
  /** Operations that need no credential, in the form of `Grant.operations`. */
  readonly anonymous: readonly Grant[];
  readonly roles: readonly Role[];
  readonly policies: readonly Policy[];
  readonly betweenServices: "signedToken" | "mtls";
}

/** An OpenID provider that others run. */
export interface Provider {
  readonly issuer: string;
  readonly audience: string;
  /** The claim that holds roles, as `realm_access.roles`; null where the provider says nothing about them. */
  readonly roles: string | null;
  /** What the provider calls a role, by the role's own name; a role that is not here has its own name there. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

export interface Role {
  readonly name: string;
  readonly extends: readonly string[];
  /** What the role itself grants, without what it inherits. */
  readonly may: readonly Grant[];
}

export interface Grant {
  /**
   * Full names, expanded from `orders.*` and `all`, sorted: `orders.place`, or `orders.Order.create` for a resource action.
   */
  readonly operations: readonly string[];
  /** The name of a policy that must hold too; null where none. */
  readonly policy: string | null;
}
