import { demand } from "../verify-deploy/demand.mjs";

export const packages = ["@asyncapi/parser@3.6.3"];

const edited = (edit) => (text) => {
  const document = JSON.parse(text);
  edit(document);
  return JSON.stringify(document);
};

/** AsyncAPI's own parser on what projects say of their events. */
export async function verify(load, documents) {
  const { Parser } = load("@asyncapi/parser");
  const parser = new Parser();
  const first = (map) => Object.values(map)[0];
  await demand(
    "AsyncAPI's parser",
    documents,
    {
      "an operation on a channel that there is not": edited(({ operations }) => { first(operations).channel.$ref = "#/channels/none"; }),
      "an operation that is none": edited(({ operations }) => { first(operations).action = "shout"; }),
      "a message of another channel": edited(({ channels, operations }) => { first(channels).messages = {}; first(operations).messages[0].$ref = "#/components/messages/none"; }),
      "a payload that is no schema": edited(({ components }) => { first(components.messages).payload.type = "thing"; }),
      "no version": edited(({ info }) => { delete info.version; }),
    },
    async (text) => problemsIn(await parser.parse(text)),
  );
}

/** What it takes for an error or warns of. */
const problemsIn = ({ diagnostics }) => diagnostics.filter(({ severity }) => severity <= 1).map(({ code, path, message }) => `${code} ${path.join("/")}: ${message}`);
