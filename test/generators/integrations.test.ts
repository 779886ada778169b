import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";

const spec = ({ topology = "modular-monolith", called = true, base = "https://pay.example/v2", provider = "", second = "" } = {}): string => `keybeam: 1
name: till
topology: ${topology}
services:
  payments:
    entities:
      Payment:
        fields: { amount: money, state: enum(open | paid) = open }
        transitions: { state: { settle: open -> paid } }
    api: { resources: { Payment: [list, create] } }
    operations: { settle: { ${called ? "uses: [bank.charge]" : ""} } }
    calls: ${called ? "{ bank: { operations: [charge], undo: { charge: refund } } }" : "{}"}
  notes:
    entities: { Note: { fields: { text: text } } }
    api: { resources: { Note: [list, create] } }
    ${second}
integrations:
  bank:
    baseUrl: ${base}
    auth: { basic: BANK_LOGIN }
    operations:
      charge: { http: "POST /accounts/:account/charges", idempotency: key, input: { amount: money, account: string = main }, output: { receipt: string }, errors: { Overdrawn: 402 } }
      refund: { http: POST /refunds, idempotency: key, input: { amount: money } }
      look: { http: "GET /accounts/:account" }
    timeout: 3s
    ${provider}
auth: { model: none }
deploy: { target: kubernetes }
`;

const architectureOf = (text: string) => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  return architecture;
};

const filesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(generate(architectureOf(text), { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));

test("a called integration is generated, and one that nobody calls is named", () => {
  const [whole, idle] = [architectureOf(spec()), architectureOf(spec({ called: false }))];
  expect(ungenerated(whole)).toEqual([]);
  expect(ungenerated(idle).map(({ message }) => message)).toEqual(["No service calls this integration and it tells none, so nothing is generated for it."]);
  const files = filesOf(spec({ called: false }));
  expect([...files].filter(([path, text]) => /integrat|outbound|fakes/u.test(path) || (path.startsWith("src/") && text.includes("BANK_"))).map(([path]) => path)).toEqual([]);
});

test("the port holds what the service calls and no more, and what it leaves unsaid is the integration's", () => {
  const files = filesOf(spec({ provider: "retries: 2\n    breaker: { errors: 40%, open: 7s }" }));
  const port = files.get("src/services/payments/application/bank.port.ts") ?? "";
  expect(port).toMatch(/charge: \{\s+kind: "command",\s+idempotency: "key",\s+timeoutMs: 3_000,/u);
  expect(port).toContain("errors: { Overdrawn: 402 }");
  expect(port).not.toContain("look");
  expect(files.get("src/services/payments/service.ts")).toMatch(/retries: 2,\s+breaker: \{ errors: 0.4, openMs: 7_000 \}/u);
  expect(files.get("src/services/payments/integrations/bank.ts")).toContain('charge: { method: "POST", path: "/accounts/:account/charges" }');
});

test("what another's ids in a path look like nobody knows", () => {
  const [look] = architectureOf(spec()).integrations[0]?.operations.slice(2) ?? [];
  expect(look).toMatchObject({ kind: "query", idempotency: "natural", input: [{ name: "account", type: { kind: "scalar", name: "string", min: 1 } }] });
});

test("two services that call one have an adapter each", () => {
  const text = spec({ second: "operations: { look: {} }\n    calls: { bank: { operations: [look] } }" });
  const main = filesOf(text).get("src/apps/till/main.ts") ?? "";
  expect(main).toContain("bankIntegration as paymentsBankIntegration");
  expect(main).toContain("bankIntegration as notesBankIntegration");
});

test("the secret is for the unit that calls, and a cluster lets it out to that port", () => {
  const files = filesOf(spec({ topology: "microservices", base: "http://bank.internal:8088" }));
  expect(files.get("deploy/kubernetes/payments.yaml")).toContain("key: BANK_LOGIN");
  expect(files.get("deploy/kubernetes/notes.yaml")).not.toContain("BANK_LOGIN");
  expect(files.get("deploy/kubernetes/namespace.yaml")).toContain("port: 8088 }");
  expect(files.get("deploy/.env.example")).toContain("# As bank gave it to you: user:password.\nBANK_LOGIN=");
});

test("types of inputs are read, and a wrong one is found", () => {
  const [, found] = readSpec(spec().replace("receipt: string", "receipt: strin"), "architecture.yaml");
  expect(found.map(({ rule }) => rule)).toContain("bad-type");
});

const told = (events: string, topology = "microservices"): string => `keybeam: 1
name: till
topology: ${topology}
services:
  payments:
    entities: { Payment: { fields: { amount: money } } }
    api: { resources: { Payment: [list, create] } }
    operations: { book: { input: { receipt: string } } }
    events: { ChargeSettled: { fields: { receipt: string } } }
    reacts: { payments.ChargeSettled: book }
  notes:
    entities: { Note: { fields: { text: text } } }
    api: { resources: { Note: [list, create] } }
    operations: { jot: { input: { text: string } } }
    events: { Noted: { fields: { text: string } } }
    reacts: { notes.Noted: jot }
integrations:
  bank:
    baseUrl: https://pay.example
    operations: { look: { http: GET /look } }
    webhooks: { secret: BANK_WEBHOOK_SECRET, events: { ${events} } }
auth: { model: jwt, roles: { clerk: { may: [all] } } }
deploy: { target: kubernetes }
`;

test("what an integration tells is an event that somebody publishes, taken where its service is, by those who have the secret", () => {
  const [, found] = readSpec(told("charge.settled: payments.ChargeSettled"), "architecture.yaml");
  // Nothing else publishes them.
  expect(found.filter(({ rule }) => rule === "unpublished-event").map(({ message }) => message)).toEqual(["`notes.Noted` is heard, and nothing publishes it."]);
  const text = told("charge.settled: payments.ChargeSettled").replace("    events: { Noted: { fields: { text: string } } }\n    reacts: { notes.Noted: jot }\n", "");
  const files = filesOf(text);
  expect(files.get("src/apps/gateway/routes.ts")).toMatch(/path: "\/webhooks\/bank",\s+kind: "command",\s+timeoutMs: 5_000,\s+unit: "payments",\s+signed: true,/u);
  expect(files.get("deploy/kubernetes/payments.yaml")).toContain("BANK_WEBHOOK_SECRET");
  expect(files.get("deploy/kubernetes/notes.yaml")).not.toContain("BANK_WEBHOOK_SECRET");
  expect(files.get("src/services/payments/api/bank.webhooks.ts")).toContain('"charge.settled": {');
  // Nobody calls it, so nothing goes out.
  expect([...files.keys()].filter((path) => path.endsWith("integrations/client.ts"))).toEqual([]);
});

test("messages of one integration do not go to two services", () => {
  const both = architectureOf(told("charge.settled: payments.ChargeSettled, text.noted: notes.Noted"));
  expect(ungenerated(both).filter(({ severity }) => severity === "error")).toHaveLength(1);
  const [, found] = readSpec(told("charge.settled: payments.ChargeSettld"), "architecture.yaml");
  expect(found.map(({ rule }) => rule)).toContain("unknown-name");
});

test("what an integration tells belongs to no tenant, and that is said", () => {
  const saysSo = (text: string) => ungenerated(architectureOf(text)).filter(({ message }) => message.startsWith("What an integration tells belongs to no tenant"));
  const text = told("charge.settled: payments.ChargeSettled").replace("    reacts: { notes.Noted: jot }\n", "");
  expect(saysSo(text)).toEqual([]);
  const shared = text.replace("entities: { Note:", "entities: { Firm: { fields: { title: text } }, Clerk: { fields: { firm: Firm } }, Note:");
  expect(saysSo(`${shared}tenancy: { by: notes.Firm, member: notes.Clerk }\n`)).toMatchObject([{ severity: "warning" }]);
});

test("the generated test sends two messages that fit and differ", () => {
  const text = told("charge.settled: payments.ChargeSettled")
    .replace("    reacts: { notes.Noted: jot }\n", "")
    .replace("ChargeSettled: { fields: { receipt: string } } }", "ChargeSettled: { fields: { card: Card } } }\n    types: { Card: { brand: string } }")
    .replace("    reacts: { payments.ChargeSettled: book }\n", "");
  const sent = filesOf(text).get("test/webhooks.test.ts");
  expect(sent).toContain('data: { card: { brand: "brand 1" } }');
  expect(sent).toContain('other: { card: { brand: "brand 2" } }');
});

test("a row that an event carries is sampled whole, and rows in it by their ids", () => {
  const text = told("charge.settled: payments.ChargeSettled")
    .replace("    reacts: { notes.Noted: jot }\n", "")
    .replace("    reacts: { payments.ChargeSettled: book }\n", "")
    .replace("ChargeSettled: { fields: { receipt: string } } }", "ChargeSettled: { fields: { card: Card } } }")
    .replace("  payments:\n    entities: {", "  payments:\n    entities: { Bank: { fields: { city: string } }, Card: { fields: { brand: string, bank: Bank, note: optional(text) } },");
  const sent = filesOf(text).get("test/webhooks.test.ts")?.replaceAll(/\s+/gu, " ");
  const id = "01900000-0000-7000-8000-00000000f001";
  const at = "2026-01-01T12:00:00.000Z";
  expect(sent).toContain(`card: { id: "${id}", createdAt: "${at}", updatedAt: "${at}", version: 1, brand: "brand 1", bank: "${id}", note: null, }`);
});

test("an operation does not go by the name of what takes webhooks", () => {
  const [, found] = readSpec(told("charge.settled: payments.ChargeSettled").replace("operations: { book:", "operations: { webhooks: { input: { text: string } }, book:"), "architecture.yaml");
  expect(found.filter(({ rule }) => rule === "name-clash").map(({ message }) => message)).toEqual([
    "The name `webhooks` is given twice: both would become the same file, table, function or variable.",
  ]);
});

test("of functions that are cut by operation, the one that takes webhooks has their secret, and no other", () => {
  const text = told("charge.settled: payments.ChargeSettled", "serverless")
    .replace("    reacts: { notes.Noted: jot }\n", "")
    .replace("deploy: { target: kubernetes }", "deploy: { functions: operation }");
  const template = filesOf(text).get("deploy/functions.yaml") ?? "";
  const holders = template.split(/^(?= {2}\w+:$)/mu).filter((one) => one.includes("BANK_WEBHOOK_SECRET_SECRET"));
  expect(holders.map((one) => /^ {2}(\w+):/u.exec(one)?.[1])).toEqual(["PaymentsWebhooksFunction"]);
});
