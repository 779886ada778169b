// Ways to weaken a generated backend, and the row that must see each. The text that is replaced must be there once.
const http = "src/platform/http";
const auth = "src/platform/auth";

const mutant = (name, row, file, from, to, example = "shop") => ({ name, row, file, from, to, example });

export const MUTANTS = [
  mutant("who has no token is let in", "B01", `${auth}/access.ts`, 'rule: "no token", failure: { code: "unauthenticated", message: "This needs a token." }', 'rule: "no token", failure: null'),
  mutant("signatures are not looked at", "B02", `${auth}/tokens.ts`, "await verify(token).catch(refusedOrThrow)", "decoded(claims)"),
  mutant("a token may begin in the future", "B06", `${auth}/tokens.ts`, "iat > now + SKEW_SECONDS || ", ""),
  mutant("tokens for others are taken", "B07", `${auth}/tokens.ts`, "allowedAud: AUDIENCE,", ""),
  mutant("claims may be said twice", "B08", `${auth}/tokens.ts`, " || decoded(claims) === null", ""),
  mutant("of two Authorization headers one is read", "B08", `${http}/headers.ts`, '"authorization", "content-type",', '"content-type",'),
  mutant("every role may do everything", "B10", `${auth}/access.ts`, "grants.get(operation)?.find((one) => user.roles.includes(one));", '"any";'),
  mutant("passwords are tried for ever", "B12", "src/services/accounts/domain/settings.ts", "LOGIN_ATTEMPTS = 10;", "LOGIN_ATTEMPTS = 1_000;"),
  mutant("a user may ask ten times as often", "B13", "src/platform/limits/limiter.ts", "counted.count > limit.count);", "counted.count > limit.count * 10);", "clinic"),
  mutant("one who asks too often is everybody", "B13", "src/platform/limits/limiter.ts", "`${limit.name} of ${user.id}`", "limit.name", "clinic"),
  mutant("a policy holds for everybody", "B15", "src/services/records/domain/patient.policies.ts", "row.user === user.id", "row.user.length > 0", "clinic"),
  mutant("all tenants are one", "B16", "src/platform/kernel/tenant.ts", "return tenant;", 'return "00000000-0000-4000-8000-000000000000";', "clinic"),
  mutant("a step may be taken out of its turn", "B20", "src/services/orders/domain/order.ts", "if (!from.includes(current[field]))", "if (from.length === 0)"),
  mutant("bodies are not held to their schema", "B22", `${http}/input.ts`, "...bodyViolations(route.body, body),", ""),
  mutant("a key may come twice", "B23", `${http}/strict-json.ts`, "if (countKeys(value, 0) !== keysInText)", "if (countKeys(value, 0) < 0)"),
  mutant("bodies may be a hundred times as large", "B24", `${http}/server.ts`, "BODY_LIMIT_BYTES = 65536;", "BODY_LIMIT_BYTES = 6_553_600;"),
  mutant("answers come in what nobody asked for", "B26", `${http}/route.ts`, "if (!acceptsJson(request.headers))", "if (!acceptsJson({}))"),
  mutant("a request may have two hosts", "B34", `${http}/headers.ts`, "new Set(deciding).size === deciding.length && ", ""),
  mutant("any number of headers", "B36", `${http}/headers.ts`, "MOST_HEADERS = 100;", "MOST_HEADERS = 100_000;"),
  mutant("the last to write wins", "B38", "src/services/orders/application/orders.ts", "|| found.value.version === version) return found;", "|| found.value.version > 0) return found;"),
  mutant("no nosniff", "B39", `${http}/route.ts`, '.header("x-content-type-options", "nosniff")', ""),
  mutant("refusals are no problems", "B32", `${http}/route.ts`, '.type("application/problem+json")', '.type("application/json")'),
  mutant("metrics for everybody", "B47", `${http}/server.ts`, "for (const route of routes) server.route(", 'server.get("/metrics", () => "up 1");\n  for (const route of routes) server.route('),
  mutant("a copy leaves something out", "B57", "src/apps/privacy.ts", "exportPerson(entities, ", "exportPerson(entities.slice(1), ", "clinic"),
  mutant("an erasure leaves what must stay as it is", "B57", "src/platform/kernel/personal-erasure.ts", "of [own, ...table.replaced])", "of [own])", "clinic"),
  mutant("it listens to the world", "B58", "src/platform/config.ts", '"127.0.0.1", (value)', '"0.0.0.0", (value)'),
  mutant("always ready", "B59", `${http}/admin.ts`, "isReady ? 200 : 503", "isReady ? 200 : 200"),
  mutant("faults that nobody caught are passed over", "B63", "src/platform/lifecycle.ts", "void end(fault, 1);", ""),
  mutant("tokens in the log", "B64", `${http}/server.ts`, "requestId: request.id,\n        traceId", "headers: request.headers,\n        requestId: request.id,\n        traceId"),
  mutant("decisions are not in the log", "B64", `${http}/server.ts`, "...(request.decision === null ? {} : decisionOn(request, request.decision)),", ""),
  mutant("a trace of zeros goes on", "B66", "src/platform/ids.ts", "(?!0{32})", ""),
  mutant("a series for each id", "B67", `${http}/server.ts`, 'request.routeOptions.url ?? "none"', "request.url"),
];
