import type { Architecture } from "../../model/architecture.ts";
import { tellingIntegrations } from "../integrations.ts";
import { webhookRoute } from "../paths.ts";
import { sampleOf } from "../platform/integrations.ts";
import { render, typescriptString } from "../render/index.ts";
import { line, objectOf } from "../service/code/layout.ts";
import { literal } from "../service/code/literal.ts";

/** `test/webhooks.test.ts`: what other people's systems tell, and who is believed; null where none tells anything. */
export const webhooksTest = (architecture: Architecture): string | null => {
  const messages = architecture.services.flatMap((service) =>
    tellingIntegrations(service, architecture).flatMap((one) =>
      (one.webhooks?.events ?? []).map(({ type, event }) =>
        line(2, "", objectOf([
          ["path", typescriptString(webhookRoute(service, one).path)],
          ["secret", typescriptString(one.webhooks?.secret ?? "")],
          ["type", typescriptString(type)],
          ["data", literal(sampleOf(service.events.find(({ name }) => name === event)?.fields ?? []))],
        ]), ","))));
  return messages.length === 0 ? null : render("tests/test/webhooks.test.ts.hbs", { messages });
};
