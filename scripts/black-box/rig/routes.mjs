// The routes of an OpenAPI document, which every row walks.
const METHODS = ["get", "put", "post", "patch", "delete"];

/** `catalog_Product_create` → the service, the entity where there is one, and the action. */
const partsOf = (operationId) => {
  const [service, ...rest] = operationId.split("_");
  const action = rest.at(-1);
  return { service, entity: rest.length > 1 ? rest[0] : null, action };
};

/** Without a requirement, or with one that asks for nothing. */
const isOpen = (security) => security.length === 0 || security.some((one) => Object.keys(one).length === 0);

export function routesOf(document) {
  return Object.entries(document.paths).flatMap(([template, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const operation = item[method];
      const parameters = operation.parameters ?? [];
      return {
        name: `${method.toUpperCase()} ${template}`,
        method: method.toUpperCase(),
        template,
        operation: operation.operationId,
        ...partsOf(operation.operationId),
        open: isOpen(operation.security ?? []),
        path: parameters.filter((one) => one.in === "path"),
        query: parameters.filter((one) => one.in === "query"),
        headers: parameters.filter((one) => one.in === "header"),
        body: operation.requestBody?.content["application/json"]?.schema ?? null,
        responses: operation.responses,
      };
    }),
  );
}

/** The path with values in the places of its parameters. */
export const filled = (template, values) =>
  template.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
