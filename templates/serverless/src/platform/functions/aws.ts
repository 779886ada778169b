import { AwsClient } from "aws4fetch";
import type { Environment } from "../config.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
}

const CREDENTIALS = {
  type: "object",
  required: ["AccessKeyId", "SecretAccessKey", "Token"],
  properties: { AccessKeyId: { type: "string" }, SecretAccessKey: { type: "string" }, Token: { type: "string" } },
};

const CONTAINER_HOST = "http://169.254.170.2";
const TIMEOUT_MS = 2_000;

/** A function has its credentials in the environment; a container asks for them at the address that it is told. */
const credentialsOf = async (env: Environment): Promise<Credentials> => {
  const [id, secret] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
  if (id && secret) return { AccessKeyId: id, SecretAccessKey: secret, Token: env["AWS_SESSION_TOKEN"] ?? "" };
  const path = env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
  if (!path) throw new Error("There are no AWS credentials in the environment.");
  const response = await fetch(new URL(path, CONTAINER_HOST), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const credentials: unknown = await response.json();
  if (violationsOf(CREDENTIALS, credentials).length > 0) throw new Error("The container has no AWS credentials.");
  return checked<Credentials>(credentials);
};

/** Where a service of AWS answers; the environment may name another place, as all tools of AWS let it. */
const endpointOf = (env: Environment, service: string): string =>
  env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll("-", "_")}`] ??
  `https://${service.replaceAll("-", "")}.${env["AWS_REGION"] ?? ""}.amazonaws.com`;

/**
 * One signed request to a service of AWS. It is sent once: whether to try again is for the caller to say.
 * @param service as in the name of its variable: `lambda`, `secrets-manager`
 */
export const askAws = async (
  env: Environment,
  service: string,
  path: string,
  request: RequestInit & { readonly body: string },
): Promise<Response> => {
  const { AccessKeyId, SecretAccessKey, Token } = await credentialsOf(env);
  const client = new AwsClient({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(Token === "" ? {} : { sessionToken: Token }),
    service: service.replaceAll("-", ""),
    region: env["AWS_REGION"] ?? "",
    retries: 0,
  });
  return client.fetch(new URL(path, endpointOf(env, service)).href, { method: "POST", ...request });
};
