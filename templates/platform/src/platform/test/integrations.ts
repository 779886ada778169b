import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fakes, startFakes } from "../dev/fakes.ts";
import { systems } from "../dev/systems.ts";
import { integrationClient } from "../integrations/client.ts";
import type { Method } from "../kernel/contract.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import { keyed } from "../kernel/envelope.ts";
import type { Integration } from "../kernel/integration.ts";
import { checked } from "../kernel/json.ts";

/** Holds the port of somebody else's system, its adapter and its stand-in to one another, operation by operation. */
export const describeIntegration = <Client>(
  integration: Integration<Client>,
  inputs: Readonly<Record<keyof Client & string, unknown>>,
): void => {
  const { service: name } = integration.contract;
  const system = systems.find((one) => one.name === name);

  describe(name, () => {
    let fakes: Fakes;
    beforeAll(async () => {
      fakes = await startFakes();
    });
    afterAll(() => fakes.stop());

    test.each(Object.entries(inputs))("%s is asked as it answers", async (operation, input) => {
      const access = { url: `${fakes.url}/${name}`, scheme: system?.scheme ?? "none", secret: "user:password" };
      const { client } = integrationClient(integration, access);
      const run = checked<Readonly<Record<string, Method<unknown, unknown>>>>(client)[operation];
      expect(await run?.(keyed(memoryEnvelope(), "a-key"), input)).toMatchObject({ ok: true });
      expect(fakes.requests.at(-1)).toMatchObject({ system: name, operation });
    });
  });
};
