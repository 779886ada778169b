import { createHash } from "node:crypto";
import type { Check } from "../http/admin.ts";
import { clientOver, methodOf } from "../kernel/client.ts";
import { checkInput } from "../kernel/codec.ts";
import type { MethodContract } from "../kernel/contract.ts";
import { beforeDeadline } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import type { Endpoint, Integration } from "../kernel/integration.ts";
import { checked, overTheWire } from "../kernel/json.ts";
import { fail, type Result } from "../kernel/result.ts";
import { unanswered, watched } from "../outbound.ts";
import { resultOf } from "./answer.ts";
import { type Access, type Outgoing, requestOf } from "./request.ts";

const send = ({ url, ...request }: Outgoing, signal: AbortSignal): Promise<Response> =>
  fetch(url, { ...request, signal, redirect: "manual" });

/**
 * The key as it goes out: the same for every try of one command and no other's, for a provider knows the whole system as
 * one caller and would answer one user with what it told another. 43 signs, which any provider takes.
 */
const outgoingKey = ({ service, tenant, user, idempotencyKey }: Envelope, operation: string): string =>
  createHash("sha256")
    .update(JSON.stringify([service, tenant, user?.id ?? null, operation, idempotencyKey]))
    .digest("base64url");

/**
 * The binding to somebody else's system over HTTP: deadlines and failures are those of calls between services. Requests
 * go to its own address alone, and answers that lead elsewhere are not followed.
 */
export const integrationClient = <Client>(
  { contract, endpoints }: Integration<Client>,
  access: Access,
): { readonly client: Client; readonly check: Check } => {
  const callee = contract.service;
  const way = watched(callee, send);
  const ask = async (method: MethodContract, request: Outgoing, envelope: Envelope): Promise<Result<unknown>> => {
    try {
      return await resultOf(callee, method, await way.send(request, envelope.cancellation.signal()));
    } catch (error) {
      return unanswered(callee, method, error);
    }
  };
  const client = clientOver(contract, async (name, envelope, input) => {
    const method = methodOf(contract, name);
    const endpoint = checked<Readonly<Record<string, Endpoint>>>(endpoints)[name];
    if (method === undefined || endpoint === undefined) return fail("notFound", `${callee} has no operation ${name}.`);
    const given = checkInput(method, overTheWire(input));
    if (!given.ok) return given;
    const isKeyed = method.idempotency === "key";
    if (isKeyed && envelope.idempotencyKey === null) {
      return fail("invalid", `${callee}.${name} needs an idempotency key.`);
    }
    const key = isKeyed ? outgoingKey(envelope, name) : null;
    const request = requestOf(endpoint, access, checked<Readonly<Record<string, unknown>>>(given.value), key);
    if (request === null) return fail("invalid", "An input cannot stand in a path.");
    return beforeDeadline(method, envelope, (bounded) => ask(method, request, bounded));
  });
  return { client, check: way.check };
};
