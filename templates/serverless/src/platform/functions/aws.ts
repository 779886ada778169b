import { AwsClient } from "aws4fetch";
import type { Environment } from "../config.ts";
import { createCredentials } from "./credentials.ts";
import { endpointOf } from "./endpoint.ts";

type Source = ReturnType<typeof createCredentials>;

/** What was asked for once serves all requests until it ends. */
const sources = new WeakMap<Environment, Source>();

const credentialsOf = (env: Environment): ReturnType<Source> => {
  const source = sources.get(env) ?? createCredentials(env);
  sources.set(env, source);
  return source();
};

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
  const client = new AwsClient({
    ...(await credentialsOf(env)),
    service: service.replaceAll("-", ""),
    region: env["AWS_REGION"] ?? "",
    retries: 0,
  });
  return client.fetch(new URL(path, endpointOf(env, service)).href, { method: "POST", ...request });
};
