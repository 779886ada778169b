import { readFileSync } from "node:fs";
import { asked } from "./styles.mjs";

const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const example = (name) => text(`examples/${name}/architecture.yaml`);
const cuts = { hybrid: "\ndeploy: { units: { storefront: { services: [catalog, customers], as: process }, billing: { services: [payments], as: functions } } }\n" };
const shopAs = (topology) => example("shop").replace("topology: modular-monolith", `topology: ${topology}`) + (cuts[topology] ?? "");
const limits = 'rateLimit: 100000/min per client, cors: ["https://shop.example"]';

const watched = (availability) => `observability: { metrics: prometheus, objectives: { availability: ${availability}, p95: 200ms } }\n`;

/** Calls that wait for a callee that is away, and a job. */
const waiting = `keybeam: 1
name: journal
topology: microservices
services:
  notes:
    entities: { Note: { fields: { title: string(1..200) } } }
    api: { resources: { Note: [list, create] } }
    operations: { tidy: {} }
    jobs: { nightly: { do: tidy, cron: "0 3 * * *" } }
    calls: { records: { operations: [keep], fallback: queue } }
  records:
    operations: { keep: { input: { note: uuid }, idempotency: key } }
auth: { model: none }
`;

/** Specs whose alerts alone are held to something: promises of every kind, and every kind of work. */
export const promises = [
  ...["50%", "90%", "98.6%", "99%", "99.9%", "99.995%"].map((share) => `${example("shop")}${watched(share)}`),
  waiting + watched("99.5%"),
  ...["modular-monolith", "microservices"].map((topology) => `${asked("graphql", shopAs(topology))}${watched("99.5%")}`),
];

/** Specs that between them have all that an API can have, each with what it does not ask for and cannot be blamed for. */
export const projects = [
  { name: "shop", example: "shop", spec: `${example("shop")}\napi: { ${limits} }\n${watched("99.5%")}`, excused: [], isAsked: true },
  {
    name: "desk",
    spec: `${text("test/e2e/access.yaml")}\napi: { ${limits}, versioning: header }\n`,
    excused: [],
  },
  ...["monolith", "microservices", "serverless", "hybrid"].map((topology) => ({ name: topology, spec: `${shopAs(topology)}\napi: { ${limits} }\n`, excused: [] })),
  { name: "clinic", spec: example("clinic"), excused: ["origins"] },
  { name: "warehouse", spec: example("warehouse"), excused: ["limits", "origins"] },
  ...["graphql", "rpc"].map((style) => ({ name: style, spec: `${asked(style, example("shop"))}\napi: { ${limits} }\n`, excused: [] })),
  { name: "notes", spec: example("notes"), excused: ["limits", "origins", "access"] },
];
