import { Gauge, Histogram, Registry } from "prom-client";
import { clientOver } from "../kernel/client.ts";
import type { Contract, Method } from "../kernel/contract.ts";
import { checked } from "../kernel/json.ts";

export interface CallMetrics {
  /** The same client, each call counted and timed by its caller and by how it ended. */
  readonly measured: <Client>(contract: Contract<Client>, client: Client) => Client;
  /** Told when calls of a service to another are held back, and when they are made again. */
  readonly heldBack: (caller: string, callee: string, held: boolean) => void;
}

/** @param registry left out where nobody asks for metrics */
export const measureCalls = (registry = new Registry()): CallMetrics => {
  const registers = [registry];
  const calls = new Histogram({
    name: "call_duration_seconds",
    help: "How long calls of services to services took, by their outcome: ok, or the code of the failure",
    labelNames: ["caller", "method", "outcome"],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const breakers = new Gauge({
    name: "calls_held_back",
    help: "1 while the breaker holds the calls to a service back",
    labelNames: ["caller", "callee"],
    registers,
  });
  return {
    heldBack: (caller, callee, held) => breakers.set({ caller, callee }, held ? 1 : 0),
    measured: (contract, client) => {
      const methods = checked<Readonly<Record<string, Method<unknown, unknown>>>>(client);
      return clientOver(contract, async (name, envelope, input) => {
        const begun = performance.now();
        const run = methods[name];
        if (run === undefined) throw new Error(`${contract.service} has no method ${name}`);
        const result = await run(envelope, input);
        const outcome = result.ok ? "ok" : result.failure.code;
        const labels = { caller: envelope.service ?? "", method: `${contract.service}.${name}`, outcome };
        calls.observe(labels, (performance.now() - begun) / 1_000);
        return result;
      });
    },
  };
};
