import { isDeepStrictEqual } from "node:util";
import type { Architecture, Service } from "../../model/architecture.ts";
import { tellingIntegrations } from "../integrations.ts";
import { webhookRoute } from "../paths.ts";
import { sampleOf } from "../platform/integrations.ts";
import { render, typescriptString } from "../render/index.ts";
import { line, objectOf, type Source } from "../service/code/layout.ts";
import { literal } from "../service/code/literal.ts";

/** What the event says, and what another of its kind does; none where all are the same. */
const samples = (service: Service, event: string): readonly (readonly [string, Source])[] => {
  const fields = service.events.find(({ name }) => name === event)?.fields ?? [];
  const [data, other] = ([1, 2] as const).map((number) => sampleOf(fields, { types: service.types, entities: service.entities, number }));
  return [["data", literal(data ?? {})], ["other", isDeepStrictEqual(data, other) ? "null" : literal(other ?? {})]];
};

/** `test/webhooks.test.ts`: what other people's systems tell, and who is believed; null where none tells anything. */
export const webhooksTest = (architecture: Architecture): string | null => {
  const messages = architecture.services.flatMap((service) =>
    tellingIntegrations(service, architecture).flatMap((one) =>
      (one.webhooks?.events ?? []).map(({ type, event }) =>
        line(2, "", objectOf([
          ["path", typescriptString(webhookRoute(service, one).path)],
          ["secret", typescriptString(one.webhooks?.secret ?? "")],
          ["type", typescriptString(type)],
          ...samples(service, event),
        ]), ","))));
  return messages.length === 0 ? null : render("tests/test/webhooks.test.ts.hbs", { messages });
};
