import { accountRoutes } from "../access/accounts.ts";
import type { Architecture, Service } from "../../model/architecture.ts";
import { tellingIntegrations } from "../integrations.ts";
import { graphRoute, inStyles, METHODS, operationPath, resourcePath, webhookRoute } from "../paths.ts";
import { arrayOf, line, objectOf, type Source } from "../service/code/layout.ts";
import { numberText } from "../service/methods.ts";
import { ACCOUNTS_TIMEOUT_MS, DEFAULT_TIMEOUT_MS, GRAPH_TIMEOUT_MS } from "../stopping.ts";
import { needsOf } from "../platform/needs.ts";
import { unitOf } from "./services.ts";

/** One route of a service, as far as one who forwards to it must know it. */
interface Forwarded {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly kind: "query" | "command";
  readonly timeoutMs: number;
  readonly signed?: boolean;
  readonly asked?: boolean;
}

/** Where the gateway starts: what it forwards to whom is in the table beside it. */
export const gatewayMain = (architecture: Architecture): string => {
  const calls = hosts(architecture).map((name) => JSON.stringify(name));
  const unit = objectOf([["name", '"gateway"'], ["services", "[]"], ["calls", arrayOf(calls)]]);
  return [
    'import { runGateway } from "../../platform/gateway/gateway.ts";',
    'import { routes } from "./routes.ts";',
    "",
    line(0, "const unit = ", unit, ";"),
    "",
    "await runGateway(unit, routes);",
    "",
  ].join("\n");
};

const hosts = (architecture: Architecture): readonly string[] =>
  architecture.units.filter((unit) => unit.as !== "gateway").map((unit) => unit.name).sort();

/** The table of routes, in the order of the services. What is not in it is not to be had from outside. */
export const gatewayRoutes = (architecture: Architecture): string => {
  const routes = [
    ...forwardedAccounts(architecture).map((route) => routeSource(route, "accounts", architecture)),
    ...architecture.services.flatMap((service) =>
      [...inStyles(service, [...actionRoutes(service, architecture), ...operationRoutes(service, architecture)]), ...graphRoutes(service), ...webhookRoutes(service, architecture)].map((route) => routeSource(route, service.name, architecture)),
    ),
  ];
  return [
    'import type { GatewayRoute } from "../../platform/gateway/forward.ts";',
    "",
    "/** Every route of the system, and the unit that answers it. */",
    line(0, "export const routes: readonly GatewayRoute[] = ", arrayOf(routes), ";"),
    "",
  ].join("\n");
};

const routeSource = (route: Forwarded, service: string, architecture: Architecture): Source =>
  objectOf([
    ["operation", JSON.stringify(route.operation)],
    ["method", JSON.stringify(route.method)],
    ["path", JSON.stringify(route.path)],
    ["kind", JSON.stringify(route.kind)],
    ["timeoutMs", numberText(route.timeoutMs)],
    ["unit", JSON.stringify(unitOf(service, architecture)?.name)],
    ...(route.signed === true ? [["signed", "true"] as const] : []),
    ...(route.asked === true && needsOf(architecture).weighed ? [["asked", "true"] as const] : []),
  ]);

const forwardedAccounts = (architecture: Architecture): readonly Forwarded[] =>
  accountRoutes(architecture).map((route) => ({ ...route, kind: route.method === "GET" ? "query" : "command", timeoutMs: ACCOUNTS_TIMEOUT_MS }));

const graphRoutes = (service: Service): readonly Forwarded[] =>
  graphRoute(service).map((route) => ({ ...route, kind: "command", timeoutMs: GRAPH_TIMEOUT_MS, asked: true }));

const webhookRoutes = (service: Service, architecture: Architecture): readonly Forwarded[] =>
  tellingIntegrations(service, architecture).map((one) => ({ ...webhookRoute(service, one), kind: "command", timeoutMs: DEFAULT_TIMEOUT_MS, signed: true }));

const actionRoutes = (service: Service, architecture: Architecture): readonly Forwarded[] =>
  service.api.resources.flatMap((resource) => {
    const path = resourcePath(service, { name: resource.entity }, architecture);
    return resource.actions.map(({ action, timeoutMs }): Forwarded => ({
      operation: `${service.name}.${resource.entity}.${action}`,
      method: METHODS[action],
      path: action === "list" || action === "create" ? path : `${path}/:id`,
      kind: METHODS[action] === "GET" ? "query" : "command",
      timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
    }));
  });

const operationRoutes = (service: Service, architecture: Architecture): readonly Forwarded[] =>
  service.operations.flatMap((operation) => {
    const path = operationPath(service, operation, architecture);
    const method = operation.transition === null ? operation.http?.method : "POST";
    if (path === null || method === undefined) return [];
    const { kind, timeoutMs } = operation;
    return [{ operation: `${service.name}.${operation.name}`, method, path, kind, timeoutMs }];
  });
