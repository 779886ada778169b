import type { Architecture, ResourceAction, Service } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { kebab, plural } from "../../model/names.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

interface Route {
  readonly method: string;
  readonly path: string;
  /** Where the spec asks for it. */
  readonly spec: string;
}

const methodOf: Readonly<Record<ResourceAction, string>> = {
  list: "GET",
  get: "GET",
  create: "POST",
  update: "PATCH",
  delete: "DELETE",
};

/** First segments that every backend uses itself. */
const always = ["auth", "docs", "openapi.json", ".well-known", "internal", "rpc", "graphql"];

export const routeClash: SpecRule = {
  id: "route-clash",
  severity: "error",
  find: (architecture) => {
    const first = new Map<string, Route>();
    const said = new Set<string>();
    const builtIn = builtInOf(architecture);
    return routesOf(architecture).flatMap((route): readonly Diagnostic[] => {
      const taken = builtIn.find((segment) => route.path.split("/")[1] === segment);
      const key = `${route.method} ${route.path.replace(/:[^/]+/g, ":")}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, route);
      const pair = `${route.spec} ${taken ?? other?.spec}`;
      if ((taken === undefined && other === undefined) || said.has(pair)) return [];
      said.add(pair);
      const at = locate(architecture, route.spec);
      if (taken !== undefined)
        return [
          problem(
            "route-clash",
            at,
            `The route ${shown(`${route.method} ${route.path}`)} lies below ${shown(`/${taken}`)}, which the backend uses itself.`,
            { help: "Choose another path or `basePath`." },
          ),
        ];
      const related =
        other === undefined ? [] : [{ message: "the other is here", at: locate(architecture, other.spec) }];
      return [
        problem("route-clash", at, `The route ${shown(`${route.method} ${route.path}`)} is asked for twice.`, {
          help: "Change one of the paths, or give one service a `basePath` of its own.",
          related,
        }),
      ];
    });
  },
};

/** First segments that this backend uses itself. */
function builtInOf({ auth, integrations }: Architecture): readonly string[] {
  return [
    ...always,
    ...(auth.ownData ? ["me"] : []),
    ...(integrations.some(({ webhooks }) => webhooks !== null) ? ["webhooks"] : []),
  ];
}

function routesOf({ services, api }: Architecture): readonly Route[] {
  return services.flatMap((service) => {
    const prefix = `${api.versioning === "path" ? `/${service.api.version}` : ""}${service.api.basePath}`;
    return [...resourceRoutes(service, prefix), ...operationRoutes(service, prefix)];
  });
}

function resourceRoutes(service: Service, prefix: string): readonly Route[] {
  return service.api.resources.flatMap(({ entity, actions }) =>
    actions.map(({ action }) => ({
      method: methodOf[action],
      path: `${prefix}/${plural(kebab(entity))}${action === "list" || action === "create" ? "" : "/:id"}`,
      spec: `services.${service.name}.api.resources.${entity}`,
    })),
  );
}

function operationRoutes(service: Service, prefix: string): readonly Route[] {
  return service.operations.flatMap(({ name, http, transition }) => {
    if (http === null) return [];
    const at = `services.${service.name}`;
    const spec =
      transition === null
        ? `${at}.operations.${name}.http`
        : `${at}.entities.${transition.entity}.transitions.${transition.transition.field}.${name}`;
    return [{ method: http.method, path: prefix + http.path, spec }];
  });
}
