import type { Architecture } from "../../model/architecture.ts";
import { hasOwnData } from "../privacy.ts";

/** Whether the built-in service is there: it holds accounts, API keys or what it knows of others' users, and signs tokens for all of them. */
export const hasAccounts = ({ auth }: Architecture): boolean => auth.models.some((model) => model !== "none");

export const hasApiKeys = ({ auth }: Architecture): boolean => auth.models.includes("apiKey");

/** Whether tokens of an identity provider are taken. */
export const hasProvider = ({ auth }: Architecture): boolean => auth.models.includes("oidc") && auth.oidc !== null;

/** Whether other credentials than tokens of its own are exchanged for such. */
export const hasExchange = (architecture: Architecture): boolean => hasApiKeys(architecture) || hasProvider(architecture);

/** Whether people log in. */
export const hasLogins = ({ auth }: Architecture): boolean => auth.models.includes("jwt");

/** Whether mails are sent: for passwords that were forgotten, or to confirm addresses. */
export const hasMails = (architecture: Architecture): boolean =>
  hasLogins(architecture) && (architecture.auth.passwordReset || architecture.auth.emailVerification !== null);

export interface AccountRoute {
  /** As a grant names it. */
  readonly operation: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Whether it takes a token, of whatever role. */
  readonly signedIn?: true;
}

/** What the built-in service answers to clients: most are the way to a token, or out, and need none. */
export const accountRoutes = (architecture: Architecture): readonly AccountRoute[] => {
  if (!hasAccounts(architecture)) return [];
  const logins = [...(architecture.auth.selfRegistration === null ? [] : ["register"]), "login", "refresh", "logout"];
  const post = (name: string, path: string): AccountRoute => ({ operation: `accounts.${name}`, method: "POST", path });
  return [
    ...(hasLogins(architecture) ? logins.map((name) => post(name, `/auth/${name}`)) : []),
    ...(hasMails(architecture) ? mailRoutes(architecture).map(([name, path]) => post(name, path)) : []),
    ...(hasExchange(architecture) ? [post("exchange", "/auth/token")] : []),
    { operation: "accounts.jwks", method: "GET", path: "/.well-known/jwks.json" },
    ...(hasOwnData(architecture) ? OWN_DATA : []),
  ];
};

const OWN_DATA: readonly AccountRoute[] = [
  { operation: "accounts.ownData", method: "GET", path: "/me/data", signedIn: true },
  { operation: "accounts.eraseOwnData", method: "POST", path: "/me/erasure", signedIn: true },
];

const mailRoutes = ({ auth }: Architecture): readonly (readonly [name: string, path: string])[] => [
  ...(auth.passwordReset ? ([["forgotPassword", "/auth/password/forgot"], ["resetPassword", "/auth/password/reset"]] as const) : []),
  ...(auth.emailVerification === null ? [] : ([["resendVerification", "/auth/email/resend"], ["verifyEmail", "/auth/email/verify"]] as const)),
];
