import swagger, { type StaticDocumentSpec } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { traceparentFrom } from "../ids.ts";
import { checked } from "../kernel/json.ts";
import { createRefresh } from "../kernel/refresh.ts";
import { violationsOf } from "../kernel/schema.ts";
import type { RootLog } from "../telemetry/log.ts";
import type { GatewayRoute } from "./forward.ts";
import type { Upstream } from "./upstream.ts";

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Document {
  readonly paths: Paths;
  readonly [part: string]: unknown;
}

const DOCUMENT = {
  type: "object",
  required: ["openapi", "info", "paths"],
  properties: {
    openapi: { type: "string" },
    info: { type: "object" },
    paths: { type: "object", additionalProperties: { type: "object" } },
  },
};

const FRESH_MS = 30_000;
/** While a unit has not said anything yet all are asked again this often, however many readers there are. */
const AGAIN_MS = 1_000;
const TIMEOUT_MS = 2_000;
const EMPTY: Document = { openapi: "3.1.0", info: { title: "", version: "1" }, paths: {} };

/** What one unit says of itself; null where it does not answer. */
const documentOf = async (upstream: Upstream): Promise<Document | null> => {
  const answer = await upstream.send({
    method: "GET",
    path: "/openapi.json",
    headers: { accept: "application/json", traceparent: traceparentFrom(undefined) },
    body: null,
    kind: "query",
    timeoutMs: TIMEOUT_MS,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if ("code" in answer) return null;
  const document: unknown = JSON.parse(Buffer.concat(await answer.body.toArray()).toString("utf8"));
  return answer.status === 200 && violationsOf(DOCUMENT, document).length === 0 ? checked<Document>(document) : null;
};

/** One document of all: only what the gateway routes, under the paths and methods that it routes. */
const united = (documents: readonly Document[], routes: readonly GatewayRoute[]): Document => {
  const known: Paths = Object.assign({}, ...documents.map((document) => document.paths));
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    const method = route.method.toLowerCase();
    const operation = known[path]?.[method];
    if (operation !== undefined) paths[path] = { ...paths[path], [method]: operation };
  }
  return { ...(documents[0] ?? EMPTY), paths };
};

/** The description of the whole system; of a unit that is away it keeps what that unit said last. */
const createDocuments = (upstreams: readonly Upstream[], routes: readonly GatewayRoute[], log: RootLog) => {
  const said = new Map<string, Document>();
  let whole = EMPTY;
  const asking = createRefresh(AGAIN_MS, async () => {
    await Promise.all(
      upstreams.map(async (upstream) => {
        const document = await documentOf(upstream).catch((error: unknown) => {
          log.warn("a unit does not describe itself", { upstream: upstream.name, error });
          return null;
        });
        if (document !== null) said.set(upstream.name, document);
      }),
    );
    whole = united(
      upstreams.flatMap(({ name }) => said.get(name) ?? []),
      routes,
    );
  });
  const refresh = async (): Promise<void> => {
    if (asking.age() < FRESH_MS && said.size === upstreams.length) return;
    if (asking.mayTry()) await asking.run();
  };
  return { refresh, whole: () => whole };
};

/** The same as each unit serves for itself, for all of them. */
export const serveDocuments = async (
  server: FastifyInstance,
  upstreams: readonly Upstream[],
  routes: readonly GatewayRoute[],
  log: RootLog,
): Promise<void> => {
  const documents = createDocuments(upstreams, routes, log);
  server.get("/openapi.json", async (_request, reply) => {
    await documents.refresh();
    return reply.type("application/json").send(JSON.stringify(documents.whole()));
  });
  await server.register(swagger, {
    mode: "static",
    specification: { document: checked<StaticDocumentSpec["document"]>(EMPTY) },
  });
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    uiHooks: { onRequest: (_request, _reply, done) => void documents.refresh().finally(done) },
    transformSpecification: () => ({ ...documents.whole() }),
    transformSpecificationClone: false,
  });
};
