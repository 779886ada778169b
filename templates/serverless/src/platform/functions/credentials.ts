import { readFileSync } from "node:fs";
import type { Environment } from "../config.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import { endpointOf } from "./endpoint.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** As AWS hands them out. */
interface Issued {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  /** Of a container; STS calls it `SessionToken`. */
  readonly Token?: string;
  readonly SessionToken?: string;
  /** A date as text, or seconds since 1970. */
  readonly Expiration?: string | number;
}

const ISSUED = {
  type: "object",
  required: ["AccessKeyId", "SecretAccessKey"],
  properties: {
    AccessKeyId: { type: "string" },
    SecretAccessKey: { type: "string" },
    Token: { type: "string" },
    SessionToken: { type: "string" },
    Expiration: { type: ["string", "number"] },
  },
};

const CONTAINER_HOST = "http://169.254.170.2";
const TIMEOUT_MS = 2_000;
/** Credentials are asked for anew so long before they end; those that tell no end are taken for as good as over. */
const MARGIN_MS = 120_000;

const issued = (value: unknown, from: string): Issued => {
  if (violationsOf(ISSUED, value).length > 0) throw new Error(`${from} gave no AWS credentials.`);
  return checked<Issued>(value);
};

/** Where a container asks: of ECS by a path, of EKS by an address and with a token that is written anew now and then. */
const ofContainer = async (env: Environment): Promise<Issued | null> => {
  const path = env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
  const url = path ? new URL(path, CONTAINER_HOST).href : env["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  if (!url) return null;
  const file = env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];
  const authorization = file ? readFileSync(file, "utf8").trim() : env["AWS_CONTAINER_AUTHORIZATION_TOKEN"];
  const headers = authorization ? { authorization } : {};
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return issued(await response.json(), "The container");
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? checked<Readonly<Record<string, unknown>>>(value)[name] : null;

/** STS gives the role of a service account for the token that the cluster has signed for it. */
const ofServiceAccount = async (env: Environment): Promise<Issued | null> => {
  const [role, file] = [env["AWS_ROLE_ARN"], env["AWS_WEB_IDENTITY_TOKEN_FILE"]];
  if (!role || !file) return null;
  const body = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: role,
    RoleSessionName: env["AWS_ROLE_SESSION_NAME"] || "unit",
    WebIdentityToken: readFileSync(file, "utf8").trim(),
  });
  const headers = { accept: "application/json" };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(endpointOf(env, "sts"), { method: "POST", headers, body, signal });
  const path = ["AssumeRoleWithWebIdentityResponse", "AssumeRoleWithWebIdentityResult", "Credentials"];
  return issued(path.reduce(memberOf, await response.json()), "STS");
};

const endOf = ({ Expiration = 0 }: Issued): number =>
  typeof Expiration === "number" ? Expiration * 1_000 : Date.parse(Expiration);

/** Gives what requests to AWS are signed with: of the environment, of the service account, or of the container. */
export const createCredentials = (env: Environment): (() => Promise<Credentials>) => {
  let known: Issued | null = null;
  return async () => {
    const [id, secret] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
    const session = env["AWS_SESSION_TOKEN"];
    const own = session ? { sessionToken: session } : {};
    if (id && secret) return { accessKeyId: id, secretAccessKey: secret, ...own };
    if (known === null || endOf(known) - Date.now() < MARGIN_MS) {
      known = (await ofServiceAccount(env)) ?? (await ofContainer(env));
    }
    if (known === null) throw new Error("There are no AWS credentials in the environment.");
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = known;
    const sessionToken = known.SessionToken ?? known.Token;
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
};
