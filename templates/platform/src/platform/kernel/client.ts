import { checkInput, checkOutput } from "./codec.ts";
import type { Contract, Method, MethodContract } from "./contract.ts";
import { beforeDeadline } from "./deadline.ts";
import type { Envelope } from "./envelope.ts";
import { UnavailableError } from "./faults.ts";
import { checked, overTheWire } from "./json.ts";
import { fail, type Result } from "./result.ts";

/** How one call of a method is carried out: by a function at hand, over HTTP, as a cloud function. */
export type Transport = (name: string, envelope: Envelope, input: unknown) => Promise<Result<unknown>>;

/** A client with every method of the contract, each over the same transport. */
export const clientOver = <Client>(contract: Contract<Client>, transport: Transport): Client => {
  const names = Object.keys(contract.methods);
  const methods = names.map((name) => [name, (envelope: Envelope, input: unknown) => transport(name, envelope, input)]);
  return checked<Client>(Object.fromEntries(methods));
};

export const methodOf = <Client>(contract: Contract<Client>, name: string): MethodContract | undefined =>
  checked<Readonly<Record<string, MethodContract>>>(contract.methods)[name];

/**
 * Answers one call with the implementation: checks the input, keeps the deadline, turns what was thrown into a failure,
 * checks the output. Both bindings end here, so that a call behaves alike wherever it comes from.
 */
export const answer = async <Client>(
  contract: Contract<Client>,
  implementation: Client,
  name: string,
  envelope: Envelope,
  input: unknown,
  onFault: (error: unknown) => void,
): Promise<Result<unknown>> => {
  const method = methodOf(contract, name);
  if (method === undefined) return fail("notFound", `${contract.service} has no method ${name}.`);
  if (method.idempotency === "key" && envelope.idempotencyKey === null) {
    return fail("invalid", `${contract.service}.${name} needs an idempotency key.`);
  }
  const received = checkInput(method, overTheWire(input));
  if (!received.ok) return received;
  const run = checked<Readonly<Record<string, Method<unknown, unknown>>>>(implementation)[name];
  if (run === undefined) return fail("notFound", `${contract.service} has no method ${name}.`);
  return beforeDeadline(method, envelope, async (bounded) => {
    try {
      const result = await run(bounded, received.value);
      return result.ok ? checkOutput(method, overTheWire(result.value)) : result;
    } catch (error) {
      onFault(error);
      if (error instanceof UnavailableError) return fail("unavailable", error.message);
      return fail("internal", "Something went wrong; the log says what.");
    }
  });
};

/**
 * The binding within one process: the same codec, deadlines and failures as over a network. Who answers is looked up at
 * each call, so that two services may know each other.
 */
export const localClient = <Client>(
  contract: Contract<Client>,
  implementation: () => Client,
  onFault: (error: unknown) => void,
): Client =>
  clientOver(contract, (name, envelope, input) => answer(contract, implementation(), name, envelope, input, onFault));
