import { generateKeyPairSync } from "node:crypto";
import { createServer as createTcpServer } from "node:net";
import { describe, expect, test } from "vitest";
import { createServer } from "../../src/platform/http/server.ts";
import type { Contract } from "../../src/platform/kernel/contract.ts";
import { checked } from "../../src/platform/kernel/json.ts";
import { remoteClient } from "../../src/platform/remote/client.ts";
import type { Identity } from "../../src/platform/remote/identity.ts";
import { answerCalls } from "../../src/platform/remote/server.ts";
import { createLog } from "../../src/platform/telemetry/log.ts";
import { createMetrics } from "../../src/platform/telemetry/metrics.ts";
import { type Bind, envelope, type Methods } from "./conformance.ts";
import { sampleOf } from "./schema-sample.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const identity: Identity = { unit: "tests", privateKey, publicKeys: new Map([["tests", [publicKey]]]) };
const ACCESS = { identity, mayCall: () => true };

/** The binding between units: a server on the loopback, and a client for it. */
export const overHttp: Bind = async (contract, implementation) => {
  const log = createLog("test", "silent");
  const server = await createServer({ routes: [], access: null, log, metrics: createMetrics() });
  answerCalls(server, [{ contract, client: implementation, routes: [], subscriptions: [] }], ACCESS, log);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const close = async () => {
    server.server.closeAllConnections();
    await server.close();
  };
  return { client: remoteClient<Methods>(contract, url, identity), close };
};

/** A server that takes every request and breaks the connection before any answer. */
const deaf = async (): Promise<{ readonly url: string; readonly close: () => void }> => {
  const server = createTcpServer((socket) => socket.once("data", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

/** What only a network can do: answers that are lost, services that are not there. */
export const losesNothingSilently = <Client>(about: Contract<Client>): void => {
  const contract = checked<Contract<Methods>>(about);
  describe.each(Object.entries(contract.methods))(`${about.service}.%s`, (name, method) => {
    const call = async (url: string) =>
      remoteClient<Methods>(contract, url, identity)[name]?.(envelope(), sampleOf(method.input));

    test("does not take a lost answer for one that never was asked for", async () => {
      const { url, close } = await deaf();
      const code = method.kind === "query" ? "unavailable" : "outcomeUnknown";
      expect(await call(url)).toMatchObject({ ok: false, failure: { code } });
      close();
    });

    test("is unavailable where nobody answers", async () => {
      const { url, close } = await deaf();
      close();
      expect(await call(url)).toMatchObject({ ok: false, failure: { code: "unavailable" } });
    });
  });
};
