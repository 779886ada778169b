import type { Environment } from "../config.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import { askAws } from "./aws.ts";

const SUFFIX = "_SECRET";
const TIMEOUT_MS = 5_000;
const ANSWER = { type: "object", required: ["SecretString"], properties: { SecretString: { type: "string" } } };

const secretValue = async (env: Environment, secret: string): Promise<string> => {
  const response = await askAws(env, "secrets-manager", "/", {
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue" },
    body: JSON.stringify({ SecretId: secret }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer: unknown = await response.json();
  if (!response.ok || violationsOf(ANSWER, answer).length > 0) throw new Error(`The secret ${secret} cannot be read.`);
  return checked<{ readonly SecretString: string }>(answer).SecretString;
};

/** The environment with the values of the secrets that it names: `DATABASE_URL_SECRET` names that of `DATABASE_URL`. */
export const withSecrets = async (env: Environment): Promise<Environment> => {
  const named = Object.entries(env).filter(([name, secret]) => name.endsWith(SUFFIX) && secret);
  const values = await Promise.all(
    named.map(async ([name, secret = ""]) => [name.slice(0, -SUFFIX.length), await secretValue(env, secret)] as const),
  );
  return { ...env, ...Object.fromEntries(values) };
};
