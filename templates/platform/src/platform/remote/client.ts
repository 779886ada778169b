import { clientOver, methodOf } from "../kernel/client.ts";
import type { Contract, MethodContract } from "../kernel/contract.ts";
import { beforeDeadline } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { checked } from "../kernel/json.ts";
import { fail, type Result } from "../kernel/result.ts";
import { lost, unanswered } from "../outbound.ts";
import type { Identity } from "./identity.ts";
import { createSigner } from "./token.ts";
import { callFrom, callPath } from "./wire.ts";

const isResult = (value: unknown): value is Result<unknown> =>
  typeof value === "object" && value !== null && "ok" in value;

const resultOf = async (response: Response, method: MethodContract): Promise<Result<unknown>> => {
  if (!response.ok) {
    await response.body?.cancel();
    // What stands between, a proxy say, may have lost an answer; all else was refused before anything happened.
    if (response.status >= 500 && response.status !== 503) return lost(method);
    return fail("unavailable", `The call was refused with ${response.status}.`);
  }
  const body = checked<unknown>(await response.json());
  return isResult(body) ? body : lost(method);
};

type Outgoing = Pick<RequestInit, "method" | "redirect" | "signal"> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Sends one request to a unit. */
export type Send = (url: string, path: string, request: Outgoing) => Promise<Response>;

export const overHttp: Send = (url, path, request) => fetch(new URL(path, url), request);

/** The binding over HTTP: the same deadlines and failures as within one process. */
export const remoteClient = <Client>(
  contract: Contract<Client>,
  url: string,
  identity: Identity,
  send: Send = overHttp,
): Client => {
  const signed = createSigner(identity);
  const call = async (name: string, method: MethodContract, envelope: Envelope, input: unknown) => {
    try {
      const response = await send(url, callPath(contract.service, name), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${signed(envelope.service ?? "", contract.service)}`,
          traceparent: envelope.traceparent,
        },
        body: JSON.stringify(callFrom(envelope, input)),
        signal: envelope.cancellation.signal(),
        redirect: "error",
      });
      return await resultOf(response, method);
    } catch (error) {
      return unanswered(contract.service, method, error);
    }
  };
  return clientOver(contract, (name, envelope, input) => {
    const method = methodOf(contract, name);
    if (method === undefined) return Promise.resolve(fail("notFound", `${contract.service} has no method ${name}.`));
    return beforeDeadline(method, envelope, (bounded) => call(name, method, bounded, input));
  });
};
