import type { Call, Entity, Operation } from "../../model/architecture.ts";
import { render, typescriptString } from "../render/index.ts";
import { servedOperations } from "./api-operations.ts";
import { isServed } from "./api.ts";
import { arrayOf, callOf, head, layout, line, objectOf, type Source } from "./code/layout.ts";
import { literal } from "./code/literal.ts";
import { type Method, methodsOf, numberText } from "./methods.ts";
import { entityNames, operationNames, serviceNames } from "./names.ts";
import { audits } from "../audited.ts";
import { needsOf } from "../platform/needs.ts";
import { mayReadBehind, readsBehind } from "../replicas.ts";
import { calleeNamed, tellingIntegrations } from "../integrations.ts";
import { isAsked } from "../paths.ts";
import { sealedFields, seals } from "../sealed.ts";
import { guardedOperations, operationGrantsName } from "./policies/index.ts";
import { answersForUsers, type Scope } from "./scope.ts";
import { jobsOf } from "./jobs.ts";
import { graphName } from "./graph.ts";
import { heardBy, subscriptionView } from "./reactions.ts";
import { webhooksName } from "./webhooks.ts";
import { useCasesOf } from "./use-cases.ts";

/** Where an entity's rows are kept: what seals some of them is handed the cipher. */
export const repositorySource = (entity: Entity, cipher: string): string => {
  const name = `${entityNames(entity).camel}Repository`;
  if (sealedFields(entity).length === 0) return name;
  return entity.tenant ? `(tenant: string) => ${name}(${cipher}, tenant)` : `${name}(${cipher})`;
};

/** The calls of a service to another one or to somebody else's system, by its contract. */
export const serviceCalls = (scope: Scope): readonly Call[] =>
  scope.service.calls.filter((call) => calleeNamed(scope.architecture, call.target) !== undefined);

/** The text of service.ts: what the service is made of, whatever world it is put into. */
export const wiringBody = (scope: Scope): string => {
  const calls = serviceCalls(scope);
  const names = serviceNames(scope.service);
  const methods = methodsOf(scope);
  const routes = [
    ...scope.roots.filter((entity) => isServed(scope, entity)).map((entity) => `...${entityNames(entity).camel}Routes(ports)`),
    ...(servedOperations(scope).length > 0 ? ["...operationRoutes(client)"] : []),
  ];
  // What only calls others, and says nowhere what for, makes no ports yet: nobody would read them.
  const usesPorts = [...methods, ...routes, ...heardBy(scope), ...jobsOf(scope), ...tellingIntegrations(scope.service, scope.architecture)].length > 0 || audits(scope.service);
  const deferred = deferredLine(calls);
  const usesNeeds = usesPorts || deferred !== null || answersForUsers(scope) || needsOf(scope.architecture).replicas;
  return render("service/service.ts.hbs", {
    ...names,
    createHead: head(`export const ${names.create} = `, [`${usesNeeds ? "" : "_"}needs: ${names.needs}`], `Service<${names.client}>`),
    needsName: names.needs,
    needs: calls.map((call) => serviceNames({ name: call.target })),
    sealed: seals(scope.service),
    audited: audits(scope.service) ? typescriptString(names.schema) : null,
    needsMore: calls.length > 0 || seals(scope.service),
    repositories: scope.roots.length === 0 ? null : layout(objectOf(scope.roots.map((entity) => [entityNames(entity).pluralCamel, repositorySource(entity, "needs.cipher")])), 4, 18, 1),
    called: calls.map((call) => calledView(scope, call)),
    plain: scope.roots.length === 0 && calls.length === 0,
    guarded: guardedOperations(scope).map((one) =>
      line(4, `${one.name}: `, callOf("guarded", [operationGrantsName(one), "ports.now", `open.${one.name}`]), ",")),
    methods: methods.map((method) => methodLine(scope, method)),
    personal: answersForUsers(scope) ? line(2, "const personal = ", personalSource(scope), ";") : null,
    reactions: heardBy(scope).map((one) => subscriptionView(scope, one)),
    deferred,
    jobs: jobsOf(scope),
    webhooks: webhooksLine(scope),
    graph: isAsked(scope.service, "graphql") ? `    graph: ${graphName(scope)},` : null,
    routes: line(4, "routes: ", arrayOf(routes), ","),
    usesPorts,
    notes: needsOf(scope.architecture).replicas,
  });
};

/** What the service says and erases of users. */
const personalSource = (scope: Scope): Source => {
  const store = objectOf([["database", "needs.database"], ["seals", seals(scope.service) ? "needs.cipher" : "null"]]);
  const holding = objectOf([
    ["schema", typescriptString(serviceNames(scope.service).schema)],
    ["tables", "personalTables"],
    ["store", store],
    ["keepsAnswers", String(needsOf(scope.architecture).idempotency)],
  ]);
  return callOf("personalClient", [holding, ...(audits(scope.service) ? [callOf("erasureNote", ["ports.auditTrail", "needs.now"])] : [])]);
};

const calledView = (scope: Scope, call: Call): string => {
  const names = serviceNames({ name: call.target });
  const policy = objectOf([
    ["caller", typescriptString(scope.service.name)],
    ["timeoutMs", call.timeoutMs === null ? "null" : numberText(call.timeoutMs)],
    ["retries", String(call.retries)],
    ...(call.breaker === null ? [] : [["breaker", breakerOf(call.breaker)] as const]),
    ...fallbackOf(call),
    ["log", "needs.log"],
    ...(call.breaker === null ? [] : [["onBreaker", "needs.onBreaker"] as const]),
  ]);
  return line(4, `${names.port}: `, callOf("called", [names.contract, `needs.${names.port}`, policy]), ",");
};

/** Who tells it what; null where nobody does. */
const webhooksLine = (scope: Scope): string | null => {
  const telling = tellingIntegrations(scope.service, scope.architecture);
  return telling.length === 0 ? null : line(4, "webhooks: ", arrayOf(telling.map((one) => callOf(webhooksName(one), ["ports"]))), ",");
};

/** Those who are reached with the commands that waited for them; null where none does. */
const deferredLine = (calls: readonly Call[]): string | null => {
  const waiting = calls.filter((call) => call.fallback.kind === "queue").map((call) => serviceNames({ name: call.target }));
  if (waiting.length === 0) return null;
  const callees = waiting.map(({ contract, port }) => objectOf([["contract", contract], ["client", `needs.${port}`]]));
  return line(4, "deferred: ", arrayOf(callees), ",");
};

const breakerOf = ({ errors, openMs }: NonNullable<Call["breaker"]>): Source =>
  objectOf([["errors", String(errors)], ["openMs", numberText(openMs)]]);

/** What stands for an answer; `fail` is what happens without one. */
const fallbackOf = ({ fallback, target }: Call): readonly (readonly [string, Source])[] => {
  if (fallback.kind === "cached") return [["fallback", objectOf([["kind", typescriptString("cached")]])]];
  if (fallback.kind === "queue") {
    const keep = callOf("deferTo", [typescriptString(target), "needs"]);
    return [["fallback", objectOf([["kind", typescriptString("queue")], ["newKey", "needs.newId"], ["keep", keep]])]];
  }
  if (fallback.kind !== "value") return [];
  return [["fallback", objectOf([["kind", typescriptString("value")], ["value", literal(fallback.value)]])]];
};

/** How the service answers one method of its contract. */
const methodLine = (scope: Scope, method: Method): string => {
  const { origin } = method;
  if (!("operation" in origin)) return actionLine(scope, method.name, origin.entity, origin.action);
  const { operation } = origin;
  if (operation.transition !== null) return transitionLine(scope, operation);
  const name = operationNames(operation, scope.service).function;
  const behind = operation.kind === "query" && mayReadBehind(scope.architecture, `${scope.service.name}.${operation.name}`);
  const ports = behind ? "reading(ports, envelope)" : "ports";
  if (operation.idempotency !== "key") return arrowLine(operation.name, "(envelope, input)", callOf(name, [ports, "envelope", "input"]));
  const full = typescriptString(`${scope.service.name}.${operation.name}`);
  const once = `    ports.database.once(envelope, ${full}, checked<Json>(input), (database) =>`;
  const work = `${name}({ ...ports, database }, envelope, input)`;
  const call = once.length <= 120
    ? `${once}\n      ${work},\n    )`
    : line(4, "", callOf("ports.database.once", ["envelope", full, "checked<Json>(input)", `(database) => ${work}`]), "");
  return `  ${operation.name}: (envelope, input) =>\n${call},`;
};

const arrowLine = (name: string, takes: string, body: Source): string => {
  const start = `  ${name}: ${takes} =>`;
  const flat = layout(body, 2, 0, 0);
  if (!flat.includes("\n") && start.length + flat.length + 2 <= 120) return `${start} ${flat},`;
  return `${start}\n    ${layout(body, 4, 4, 1)},`;
};

const transitionLine = (scope: Scope, operation: Operation): string => {
  const entity = scope.entity(operation.transition?.entity ?? "");
  const one = useCasesOf(scope, entity).find((candidate) => candidate.word === operation.name);
  if (one === undefined) throw new Error(`no use case for ${operation.name}`);
  const speaks = one.parameters.includes("envelope");
  const args = ["ports", ...(speaks ? ["envelope"] : []), "id", "null"];
  return arrowLine(operation.name, `(${speaks ? "envelope" : "_envelope"}, { id })`, callOf(one.function, args));
};

const actionLine = (scope: Scope, name: string, entity: { readonly name: string }, action: string): string => {
  const one = useCasesOf(scope, scope.entity(entity.name)).find((candidate) => candidate.action === action);
  if (one === undefined) throw new Error(`no use case for ${name}`);
  const speaks = one.parameters.includes("envelope");
  const own = one.parameters.filter((parameter) => parameter !== "envelope");
  const taken = own.length === 1 && own[0] === "input" ? "input" : `{ ${own.join(", ")} }`;
  const behind = readsBehind(scope, entity, action);
  const call = callOf(one.function, [behind ? "reading(ports, envelope)" : "ports", ...(speaks ? ["envelope"] : []), ...own]);
  const takes = `(${speaks || behind ? "envelope" : "_envelope"}, ${taken})`;
  if (action !== "delete") return arrowLine(name, takes, call);
  return `  ${name}: async ${takes} => {\n    const result = await ${layout(call, 4, 25, 1)};\n    return result.ok ? ok({}) : result;\n  },`;
};
