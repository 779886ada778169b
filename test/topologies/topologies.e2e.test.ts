import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { clientOf } from "../e2e/support/api.ts";
import { nothingRuns } from "../e2e/support/backend.ts";
import { mustRun, type Running, start } from "../e2e/support/command.ts";
import { processesOf } from "../e2e/support/processes.ts";
import { install, type Project } from "../e2e/support/project.ts";
import { runTests } from "../e2e/support/tests.ts";
import { eventually, freePorts } from "../e2e/support/wait.ts";
import { become, digestOf, seededIn, writtenShop } from "./shop.ts";

const local = "in one process";
const http = "over HTTP";
const functions = "over functions that run one another";

/** The word, what goes with it where it needs more, and how its services reach one another. The first is what the others are held to. */
const topologies = [
  { topology: "monolith", words: "monolith", bindings: [local] },
  { topology: "modular-monolith", words: "modular-monolith", bindings: [local] },
  { topology: "microservices", words: "microservices", bindings: [local, http] },
  { topology: "serverless", words: "serverless", bindings: [local, http, functions] },
  {
    topology: "hybrid",
    bindings: [local, http, functions],
    words: "hybrid\ndeploy: { units: { storefront: { services: [catalog, customers], as: process }, far: { services: [mirror], as: functions } } }",
  },
];
/** More than any of them listens on. */
const PORTS = 20;

/** What a caller sees of its calls, wherever the callee is. */
const SEEN = {
  argument: ["sent"],
  answer: { words: ["sent", "written by the callee"], at: "2026-01-31T12:00:00.000Z" },
  again: { words: ["sent", "written by the callee"], at: "2026-01-31T12:00:00.000Z" },
  misfit: "invalid",
  slow: "timedOut",
  waitedItOut: false,
  duplicates: [{ marks: 1 }, { marks: 1 }],
  otherInput: "conflict",
  lost: "outcomeUnknown",
  askedAgain: { marks: 1 },
  withoutKey: "invalid",
};

interface System {
  readonly url: string;
  readonly process: Running;
}

/** The methods of each path, as the system describes itself. */
const described = async (url: string): Promise<readonly string[]> => {
  const { body } = await clientOf(url)("GET", "/openapi.json");
  return Object.entries(body["paths"] as Record<string, object>)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
    .sort();
};

/** `npm run dev`, until its description has as many routes as there are. */
const develop = async ({ folder }: Project, routes: number): Promise<System> => {
  const port = await freePorts(2 * PORTS);
  const env = { PORT: String(port), ADMIN_PORT: String(port + PORTS), LOG_LEVEL: "warn" };
  const process = start("npm", ["run", "--silent", "dev"], { cwd: folder, env });
  const url = `http://127.0.0.1:${port}`;
  await eventually("the system describes all its routes", async () => (await described(url)).length >= routes);
  return { url, process };
};

describe("the shop, with code by hand in every seeded file,", () => {
  let project: Project;
  let system: System | null = null;
  const first: { digest?: ReturnType<typeof digestOf>; routes?: readonly string[]; tests?: readonly string[] } = {};

  beforeAll(() => {
    project = writtenShop();
  });
  afterEach(() => {
    system?.process.signal("SIGKILL");
    system = null;
  });
  afterAll(() => project.remove());

  test.each(topologies)("is the same system as $topology", async ({ topology, words, bindings }) => {
    become(project, words);
    for (const path of seededIn(project)) expect(readFileSync(join(project.folder, path), "utf8")).toMatch(/by hand/iu);
    const digest = digestOf(project, ["src/services", "src/platform/kernel"]);
    expect(digest.files).toBeGreaterThan(100);
    first.digest ??= digest;
    expect(digest).toEqual(first.digest);

    install(project);
    mustRun("npm", ["run", "lint"], { cwd: project.folder });
    mustRun("npm", ["run", "check"], { cwd: project.folder });

    system = await develop(project, first.routes?.length ?? 1);
    const routes = await described(system.url);
    first.routes ??= routes;
    expect(routes).toEqual(first.routes);

    const token = mustRun("npm", ["run", "--silent", "token", "--", "--role", "admin"], { cwd: project.folder }).stdout.trim();
    const probed = await clientOf(system.url)("POST", "/v1/probes", { token, body: {} });
    expect(probed).toMatchObject({ status: 200, body: { seen: SEEN } });

    const { stdout } = runTests(project, ["--reporter=verbose"], { SYSTEM_URL: system.url });
    expect(stdout).toMatch(/Tests +\d+ passed/u);
    const ofServices = stdout.split("\n").flatMap((line) => /✓ (src\/services\/.*?)(?: \d+ms)?$/u.exec(line)?.[1] ?? []).sort();
    expect(ofServices.length).toBeGreaterThan(50);
    first.tests ??= ofServices;
    expect(ofServices).toEqual(first.tests);
    const conforming = stdout.split("\n").filter((line) => /✓ test\/conformance\.test\.ts >/u.test(line));
    expect([...new Set(conforming.map((line) => line.split(" > ")[1]))].sort()).toEqual(bindings);

    // By Ctrl-C, or where it has several children to leave behind by kill -9 of their parent alone.
    const [, parent = ""] = /(?:^|\n)(\d+) \S*node [^\n]*src\/platform\/dev\/develop\.ts/u.exec(processesOf(project.folder).join("\n")) ?? [];
    expect(Number(parent), "the parent of all processes; 0 would be the test's own group").toBeGreaterThan(1);
    if (topology === "microservices") process.kill(Number(parent), "SIGKILL");
    else system.process.signal("SIGINT");
    await system.process.exited;
    system = null;
    await nothingRuns(project);
  });
});
