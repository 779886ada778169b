import { readFileSync } from "node:fs";

const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const example = (name) => text(`examples/${name}/architecture.yaml`);
const limits = 'rateLimit: 100000/min per client, cors: ["https://shop.example"]';

/** Specs that between them have all that an API can have, each with what it does not ask for and cannot be blamed for. */
export const projects = [
  { name: "shop", spec: `${example("shop")}\napi: { ${limits} }\n`, excused: [] },
  {
    name: "desk",
    spec: `${text("test/e2e/access.yaml")}\napi: { ${limits}, versioning: header }\n`,
    excused: [],
  },
  {
    name: "microservices",
    spec: `${example("shop").replace("topology: modular-monolith", "topology: microservices")}\napi: { ${limits} }\n`,
    excused: [],
  },
  { name: "notes", spec: example("notes"), excused: ["limits", "access"] },
];
