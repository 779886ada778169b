import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCredentials } from "../functions/credentials.ts";
import { endpointOf } from "../functions/endpoint.ts";

const folder = mkdtempSync(join(tmpdir(), "credentials-"));
const tokenFile = join(folder, "token");
writeFileSync(tokenFile, "a token\n");
let asked: { path: string | undefined; authorization: string | undefined; body: string }[] = [];
let answer: object = {};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { url: path, headers } = request;
    asked.push({ path, authorization: headers.authorization, body: Buffer.concat(chunks).toString() });
    response.end(JSON.stringify(answer));
  });
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const issued = { AccessKeyId: "id", SecretAccessKey: "secret" };
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

test("of the environment", async () => {
  const env = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
  expect(await createCredentials(env)()).toEqual({ accessKeyId: "id", secretAccessKey: "secret" });
  await expect(createCredentials({})()).rejects.toThrow("no AWS credentials");
});

test("of a container, with the token that it is given, asked for once until they end", async () => {
  asked = [];
  answer = { ...issued, Token: "session", Expiration: inAnHour() };
  const credentials = createCredentials({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v1/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
  });
  const expected = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "session" };
  expect([await credentials(), await credentials()]).toEqual([expected, expected]);
  expect(asked).toEqual([{ path: "/v1/credentials", authorization: "a token", body: "" }]);
});

test("of a service account, in exchange for the token of its cluster, and anew before they end", async () => {
  asked = [];
  const ending = { ...issued, SessionToken: "session", Expiration: Date.now() / 1_000 + 60 };
  answer = { AssumeRoleWithWebIdentityResponse: { AssumeRoleWithWebIdentityResult: { Credentials: ending } } };
  const credentials = createCredentials({
    AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/orders",
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ENDPOINT_URL_STS: url,
  });
  expect((await credentials()).sessionToken).toBe("session");
  await credentials();
  expect(asked).toHaveLength(2);
  const sent = new URLSearchParams(asked[0]?.body);
  expect(sent.get("Action")).toBe("AssumeRoleWithWebIdentity");
  expect(sent.get("WebIdentityToken")).toBe("a token");
  answer = { Error: { Code: "AccessDenied" } };
  await expect(credentials()).rejects.toThrow("STS gave no AWS credentials");
});

test.each([
  ["eu-central-1", "https://lambda.eu-central-1.amazonaws.com"],
  ["us-gov-west-1", "https://lambda.us-gov-west-1.amazonaws.com"],
  ["cn-north-1", "https://lambda.cn-north-1.amazonaws.com.cn"],
  ["eusc-de-east-1", "https://lambda.eusc-de-east-1.amazonaws.eu"],
])("the endpoint in %s is %s", (region, endpoint) => {
  expect(endpointOf({ AWS_REGION: region }, "lambda")).toBe(endpoint);
});
