import { expect, it } from "vitest";
import { checkFiles } from "./project.ts";

const spec = (topology: string) => `
keybeam: 1
name: shop
topology: ${topology}
services: { catalog: {}, orders: {} }
auth: { model: none }
`;

/** A file of each place, in one service, in another, and outside of both. */
const places = {
  face: "src/services/orders/contract.ts",
  door: "src/services/orders/index.ts",
  wiring: "src/services/orders/service.ts",
  api: "src/services/orders/api/place.ts",
  application: "src/services/orders/application/place.ts",
  domain: "src/services/orders/domain/order.ts",
  data: "src/services/orders/data/orders.ts",
  integration: "src/services/orders/integrations/bank.ts",
  otherFace: "src/services/catalog/contract.ts",
  otherDoor: "src/services/catalog/index.ts",
  otherUseCase: "src/services/catalog/application/find.ts",
  kernel: "src/platform/kernel/result.ts",
  platform: "src/platform/http/server.ts",
  app: "src/apps/shop/main.ts",
  test: "src/services/orders/test/place.test.ts",
} as const;
type PlaceName = keyof typeof places;
const names = Object.keys(places) as PlaceName[];

/** What each place may import of the others, as the design says it; `types of` what it may import types of alone. */
const allowed: Record<PlaceName, string> = {
  face: "kernel",
  door: "face wiring api application domain data integration otherFace kernel",
  wiring: "face door api application domain data integration otherFace kernel",
  api: "face application integration kernel, types of domain",
  application: "face domain kernel, types of otherFace",
  domain: "kernel",
  data: "face application domain integration kernel",
  integration: "face application domain kernel",
  otherFace: "kernel",
  otherDoor: "face otherFace otherUseCase kernel",
  otherUseCase: "otherFace kernel, types of face",
  kernel: "",
  platform: "kernel",
  app: "face door otherFace otherDoor kernel platform",
  test: names.join(" "),
};

function relative(from: string, to: string): string {
  return `${"../".repeat(from.split("/").length - 1)}${to}`;
}

async function rulesBroken(from: PlaceName, targets: readonly PlaceName[], statement: string, topology = "modular-monolith") {
  const files = Object.fromEntries(names.map((name) => [places[name], ""]));
  files[places[from]] = targets.map((to) => `${statement} { x } from "${relative(places[from], places[to])}";\n`).join("");
  const { diagnostics } = await checkFiles(spec(topology), files);
  return diagnostics;
}

it.each(names)("a file of %s imports others only as the design says", async (from) => {
  const [values = "", types = ""] = allowed[from].split(/,? ?types of /);
  const others = names.filter((to) => to !== from);
  /** Each import stands on a line of its own, and each that is wrong is one finding. */
  const wrong = async (statement: string) => (await rulesBroken(from, others, statement)).map(({ at }) => others[at.line - 1]);
  const neither = others.filter((to) => !values.split(/[ ,]+/).includes(to));
  expect(await wrong("import")).toEqual(neither);
  expect(await wrong("import type")).toEqual(neither.filter((to) => !types.split(" ").includes(to)));
});

it("points at the import and says what would be right", async () => {
  const [found] = await rulesBroken("domain", ["data"], "import");
  expect(found).toEqual({
    rule: "layer-uses",
    severity: "error",
    message: "domain of orders imports data of orders: src/services/orders/data/orders.ts.",
    at: { file: places.domain, line: 1, column: 19, endLine: 1, endColumn: 67 },
    target: "src/services/orders/data/orders.ts",
    related: [],
    help: "domain may import no other layer. This is the default; `layers` in the spec changes it.",
  });
});

it("warns of a crossed border in a monolith, and refuses it elsewhere", async () => {
  const severities = await Promise.all(
    ["monolith", "modular-monolith", "microservices", "serverless"].map(async (topology) => {
      const [found] = await rulesBroken("api", ["otherUseCase"], "import", topology);
      return `${found?.rule} ${found?.severity} ${found?.related.map(({ at }) => `${at.file}:${at.line}`)}`;
    }),
  );
  expect(severities).toEqual([
    "service-contract warning architecture.yaml:5,architecture.yaml:4",
    ...Array(3).fill("service-contract error architecture.yaml:5,architecture.yaml:4"),
  ]);
});

it("follows the team's own names of layers", async () => {
  const layers = `
keybeam: 1
name: shop
layers:
  web: { role: api, uses: [core] }
  core: { role: [application, domain] }
  store: { role: data, uses: [core] }
`;
  const { diagnostics } = await checkFiles(layers, {
    "src/services/orders/web/place.ts": `import "../core/place.ts";\nimport "../store/orders.ts";`,
    "src/services/orders/core/place.ts": `import type { Catalog } from "../../catalog/contract.ts";\nimport "../web/place.ts";`,
    "src/services/orders/store/orders.ts": `import "../core/place.ts";`,
    "src/services/orders/domain/order.ts": "",
    "src/services/catalog/contract.ts": "",
  });
  expect(
    diagnostics
      .filter(({ rule }) => rule !== "cycles")
      .map(({ rule, at, related }) => `${rule} ${at.file}:${at.line} ${related.map((one) => one.at.line)}`),
  ).toEqual([
    "layer-uses src/services/orders/core/place.ts:2 6",
    "unplaced-file src/services/orders/domain/order.ts:1 ",
    "layer-uses src/services/orders/web/place.ts:2 5",
  ]);
});
