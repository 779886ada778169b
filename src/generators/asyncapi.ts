import type { Architecture, Event, Service } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { objectOf, referredTo, type Schema } from "./asyncapi/schemas.ts";

/** What events there are, who sends and who hears them, for other teams and their tools: an AsyncAPI document, where there are any. */
export function asyncapi(architecture: Architecture): readonly GeneratedFile[] {
  const published = architecture.services.flatMap((service) => service.events.map((event): Published => ({ service, event, name: `${service.name}.${event.name}` })));
  if (published.length === 0) return [];
  return [{ path: "docs/asyncapi.json", content: formatted(documentOf(architecture, published)), ownership: "merged" }];
}

interface Published {
  readonly service: Service;
  readonly event: Event;
  readonly name: string;
}

const pointer = (...path: readonly string[]): Schema => ({ $ref: `#/${path.join("/")}` });

function documentOf(architecture: Architecture, published: readonly Published[]): object {
  const { name, description } = architecture;
  const messages = published.map((one) => [one.name, messageOf(one)] as const);
  const schemas = referredTo(architecture, messages.map(([, message]) => message));
  return {
    asyncapi: "3.0.0",
    info: { title: name, version: "1", ...(description === "" ? {} : { description }) },
    defaultContentType: "application/json",
    channels: Object.fromEntries(published.map((one) => [one.name, channelOf(one, architecture)])),
    operations: operationsOf(architecture, published),
    components: { messages: Object.fromEntries(messages), ...(Object.keys(schemas).length === 0 ? {} : { schemas }) },
  };
}

function channelOf({ name }: Published, { queues }: Architecture): object {
  const queue = queues.find(({ carries }) => carries.includes(name));
  const description = `The queue ${queue?.name ?? "events"}, by ${queue?.broker ?? "embedded"}; at least once, in order of the key.`;
  return { address: name, description, messages: { [name]: pointer("components", "messages", name) } };
}

/** As it travels, whatever the broker: the event, who caused it, and what it is about. */
function messageOf({ service, event, name }: Published): Schema {
  const text = { type: "string" };
  const envelope = { type: "object", description: "Who caused it, and in which trace.", required: ["user", "tenant", "requestId", "traceparent"] };
  return {
    name,
    title: name,
    ...(event.description === "" ? {} : { summary: event.description }),
    payload: {
      type: "object",
      required: ["id", "event", "version", "key", "payload", "envelope"],
      properties: {
        id: { type: "string", format: "uuid" },
        event: { const: name },
        version: { const: event.version },
        key: { ...text, description: "Events of one key arrive in the order in which they were published." },
        payload: objectOf(event.fields, service),
        envelope,
      },
    },
  };
}

function operationsOf({ services }: Architecture, published: readonly Published[]): object {
  const on = (action: "send" | "receive", name: string): object => ({ action, channel: pointer("channels", name), messages: [pointer("channels", name, "messages", name)] });
  const sent = published.map(({ name }) => [`send-${name}`, on("send", name)] as const);
  const heard = services.flatMap((service) =>
    service.reacts.flatMap((one) => one.operations.map((operation) => [`${service.name}.${operation}-on-${one.service}.${one.event}`, on("receive", `${one.service}.${one.event}`)] as const)),
  );
  return Object.fromEntries([...sent, ...heard]);
}

const WIDTH = 120;
const SHORT = /^( *(?:"[^"]*": )?)\[\n((?: +(?:"[^"\n]*"|-?\d[\d.]*),?\n)+) *\](,?)$/gm;

/** As the project's formatter lays it out: short lists of plain values on one line. */
const formatted = (value: object): string =>
  `${JSON.stringify(value, null, 2).replace(SHORT, (whole, start: string, items: string, end: string) => {
    const line = `${start}[${items.trim().replace(/,\n +/g, ", ")}]${end}`;
    return line.length > WIDTH ? whole : line;
  })}\n`;
