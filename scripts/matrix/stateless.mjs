/** A system that stores nothing: what one service answers it asks another and somebody else's for, and keeps for a minute. Where no database is needed, none is to be there. */
export const stateless = (topology) => ({
  keybeam: 1,
  name: "quotes",
  topology,
  services: {
    prices: {
      operations: {
        quote: { kind: "query", http: "GET /quotes/:sku", input: { sku: "string(1..80)" }, output: { price: "money" } },
      },
      calls: { rates: { operations: ["convert"], timeout: "2s" }, bank: { operations: ["find"], timeout: "1s" } },
    },
    rates: {
      operations: {
        convert: { kind: "query", http: "GET /conversions", input: { amount: "decimal" }, output: { amount: "decimal" } },
      },
    },
  },
  integrations: {
    bank: {
      baseUrl: "https://bank.example/v2",
      auth: { bearer: "BANK_TOKEN" },
      operations: { find: { http: "GET /charges/:charge", output: { state: "enum(open | done)" } } },
    },
  },
  auth: { model: "none" },
  ...(topology === "serverless" ? {} : { cache: { entries: { "rates.convert": { for: "1m" } } } }),
  ...(topology === "hybrid"
    ? { deploy: { units: { desk: { services: ["prices"], as: "process" }, post: { services: ["rates"], as: "functions" } } } }
    : {}),
});
