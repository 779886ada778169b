import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { generate } from "../../src/generators/index.ts";
import { graceSeconds, patienceMs } from "../../src/generators/stopping.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { example } from "./architectures.ts";

const filesOf = (architecture: Architecture): ReadonlyMap<string, string> =>
  new Map(generate(architecture, { keybeam: "0.1.0" }).map(({ path, content }) => [path, content]));

const numbers = (text: string, pattern: RegExp): readonly number[] => [...text.matchAll(pattern)].map(([, value]) => Number(value?.replaceAll("_", "")));

/** Every timeout that the code of the services names, and the longest that a gateway forwards with. */
const timeoutsIn = (files: ReadonlyMap<string, string>): readonly number[] =>
  [...files].flatMap(([path, text]) => (/^src\/(?:services|apps)\//.test(path) ? numbers(text, /timeoutMs: ([\d_]+)/g) : []));

const slow = (): Architecture => {
  const shop = example("shop", { deploy: { target: "kubernetes" } });
  const services = shop.services.map((service) => ({ ...service, operations: service.operations.map((operation) => ({ ...operation, timeoutMs: 90_000 })) }));
  return { ...shop, services };
};

/** Its calls wait where their callee is away, and each takes as long as it likes. */
const waiting = (): Architecture => {
  const services = slow().services.map((service) => ({ ...service, calls: service.calls.map((call) => ({ ...call, fallback: { kind: "queue" } as const })) }));
  return { ...slow(), services };
};

/** Its users erase what is held about them, which a job goes on with; no other job runs. */
const erasing = (): Architecture => {
  const shop = example("shop");
  const services = shop.services.map((service) => ({ ...service, entities: service.entities.map((entity) => (entity.name === "Order" ? { ...entity, subject: "customer" } : entity)) }));
  return { ...shop, services, auth: { ...shop.auth, ownData: true } };
};

describe("a process that is told to stop", () => {
  const systems: readonly (readonly [string, Architecture])[] = [
    ["notes", example("notes", { deploy: { target: "kubernetes" } })],
    ["shop", example("shop", { topology: "microservices", deploy: { target: "kubernetes" } })],
    ["clinic", example("clinic")],
    ["warehouse", example("warehouse")],
    ["a slow shop", slow()],
    ["an erasing shop", erasing()],
    ["a shop whose calls wait", waiting()],
  ];

  test.each(systems)("has longer than anything in it may take, and is killed later still: %s", (_, architecture) => {
    const files = filesOf(architecture);
    const lifecycle = files.get("src/platform/lifecycle.ts") ?? "";
    const [patience] = numbers(lifecycle, /PATIENCE_MS = ([\d_]+);/g);
    expect(patience).toBe(patienceMs(architecture));
    const timeouts = timeoutsIn(files);
    expect(timeouts.length).toBeGreaterThan(0);
    expect(patience).toBeGreaterThan(Math.max(...timeouts));
    const own = ["DRAIN_MS", "LAST_REQUEST_MS", "PATIENCE_MS"].flatMap((name) => numbers(lifecycle, new RegExp(`const ${name} = ([\\d_]+);`, "g")));
    expect(own).toHaveLength(3);
    const needed = own.reduce((sum, ms) => sum + ms, 0) / 1_000;
    expect(graceSeconds(architecture)).toBeGreaterThan(needed);
    expect(gracesIn(files).every((seconds) => seconds > needed)).toBe(true);
  });

  test("has time for a call that waited as well, where calls wait", () => {
    expect(patienceMs(waiting())).toBe(patienceMs(slow()) + 90_000);
  });

  test("is told so in every file that runs it", () => {
    const files = filesOf(slow());
    expect(gracesIn(files)).toEqual([graceSeconds(slow()), graceSeconds(slow())]);
    expect(files.get("README.md")).toContain(`may take ${graceSeconds(slow())} seconds`);
  });

  test("needs not more than Kubernetes gives by default where nothing takes long", () => {
    expect(patienceMs(example("notes"))).toBe(10_000);
    expect(graceSeconds(example("notes"))).toBe(30);
  });
});

/** What the files under `deploy/` give the units, in seconds. */
function gracesIn(files: ReadonlyMap<string, string>): readonly number[] {
  const composed = files.get("deploy/compose.yaml");
  const services: Record<string, { stop_grace_period?: string; init?: boolean }> = composed === undefined ? {} : parse(composed).services;
  const graces = Object.values(services).flatMap(({ init, stop_grace_period: period }) => (init === true && period !== undefined ? [Number.parseInt(period, 10)] : []));
  const pods = [...files].flatMap(([path, text]) => (path.startsWith("deploy/kubernetes/") ? parseAllDocuments(text).map((one) => one.toJS()) : []));
  return [...graces, ...pods.flatMap((one) => one?.spec?.template?.spec?.terminationGracePeriodSeconds ?? [])];
}
