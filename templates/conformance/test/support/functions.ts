import { generateKeyPairSync } from "node:crypto";
import { createServer as createHttpServer, type Server } from "node:http";
import { describe, expect, test } from "vitest";
import { createInvocations } from "../../src/platform/dev/emulator/invocations.ts";
import { answerHttp } from "../../src/platform/functions/http.ts";
import { sender } from "../../src/platform/functions/invoke.ts";
import type { HttpEvent } from "../../src/platform/functions/lambda.ts";
import { createServer } from "../../src/platform/http/server.ts";
import type { Contract } from "../../src/platform/kernel/contract.ts";
import { checked } from "../../src/platform/kernel/json.ts";
import { remoteClient } from "../../src/platform/remote/client.ts";
import type { Identity } from "../../src/platform/remote/identity.ts";
import { answerCalls } from "../../src/platform/remote/server.ts";
import { createLog } from "../../src/platform/telemetry/log.ts";
import { type Bind, envelope, type Methods } from "./conformance.ts";
import { sampleOf } from "./schema-sample.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const identity: Identity = { unit: "tests", privateKey, publicKeys: new Map([["tests", [publicKey]]]) };

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
};

/** A client whose calls run the function `callee` at this address. */
const clientAt = (contract: Contract<Methods>, endpoint: string): Methods => {
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "test" };
  const send = sender({ ...credentials, AWS_ENDPOINT_URL_LAMBDA: endpoint });
  return remoteClient<Methods>(contract, "lambda:callee", identity, send);
};

/** The binding between functions: each call is a run of the callee, with the event of a request. */
export const overInvocations: Bind = async (contract, implementation) => {
  const log = createLog("test", "silent");
  const server = await createServer({ routes: [], access: null, log, metrics: { request: () => undefined } });
  const service = { contract, client: implementation, routes: [], subscriptions: [] };
  answerCalls(server, [service], { identity, mayCall: () => true }, log);
  const callee = (event: unknown) => answerHttp(server, checked<HttpEvent>(event));
  const invocations = createInvocations(new Map([["callee", callee]]), createHttpServer());
  const endpoint = await listening(invocations);
  return {
    client: clientAt(contract, endpoint),
    close: async () => {
      invocations.close();
      await server.close();
    },
  };
};

/** Whatever a run that broke off left behind, it is no answer. */
const LAST_WORDS = JSON.stringify({ statusCode: 200, body: JSON.stringify({ ok: true, value: {} }) });

/** What Lambda may answer besides: that it did not run the function, or that nobody knows how the run ended. */
export const runsNothingTwice = <Client>(about: Contract<Client>): void => {
  const contract = checked<Contract<Methods>>(about);
  describe.each(Object.entries(contract.methods))(`${about.service}.%s`, (name, method) => {
    const answered = async (status: number, headers: Readonly<Record<string, string>>) => {
      let runs = 0;
      const lambda = createHttpServer((_request, response) => {
        runs += 1;
        response.writeHead(status, headers).end(LAST_WORDS);
      });
      const client = clientAt(contract, await listening(lambda));
      const result = await client[name]?.(envelope(), sampleOf(method.input));
      lambda.close();
      return { result, runs };
    };
    const unknown = method.kind === "query" ? "unavailable" : "outcomeUnknown";

    test.each([
      ["was throttled", 429, {}, "unavailable"],
      ["is not there", 404, {}, "unavailable"],
      ["broke off", 200, { "x-amz-function-error": "Unhandled" }, unknown],
      ["was lost by Lambda itself", 500, {}, unknown],
    ])("asks once where the run %s", async (_what, status, headers, code) => {
      const { result, runs } = await answered(status, headers);
      expect(result).toMatchObject({ ok: false, failure: { code } });
      expect(runs).toBe(1);
    });
  });
};
