// Rules of calls between services that are broken one at a time, and the project that has them all.

export const SPEC = `keybeam: 1
name: pair
topology: microservices
services:
  callee:
    entities:
      Mark: { fields: { text: string(1..80) } }
    operations:
      note: { input: { text: string(1..80) }, idempotency: key }
      look: { kind: query, input: { at: timestamp }, output: { at: timestamp, words: list(string) } }
      leave: { input: { text: string(1..80) }, output: { marks: int }, errors: [TooMany], idempotency: key }
      shout: { input: { text: string(1..80) }, output: { at: timestamp } }
  keeper:
    calls:
      callee: { operations: [note], fallback: queue }
  caller:
    calls:
      callee: { operations: [look, leave, shout], timeout: 500ms, breaker: { errors: 50%, open: 5s } }
auth: { model: none, betweenServices: mtls }
`;

const kernel = "src/platform/kernel";
const remote = "src/platform/remote";
const once = "src/platform/database/once.ts";
const deliveries = "src/platform/outbox/deliveries.ts";

/** The rule that is broken, where, and how; `data` where the tests want a database. */
export const MUTANTS = [
  ["arguments and answers are copies", `${kernel}/json.ts`, "return text === undefined ? undefined : JSON.parse(text);", "return value;"],
  ["a date is a text on the other side", `${kernel}/json.ts`, "return text === undefined ? undefined : JSON.parse(text);", "return text === undefined ? undefined : structuredClone(value);"],
  ["input is validated", `${kernel}/client.ts`, "if (!received.ok) return received;", ""],
  ["output is validated", `${kernel}/client.ts`, "checkOutput(method, overTheWire(result.value))", "({ ok: true as const, value: overTheWire(result.value) })"],
  ["a deadline ends the wait", `${kernel}/deadline.ts`, "}, left);", "}, 60_000);"],
  ["of two deadlines the smaller holds", `${kernel}/envelope.ts`, "Math.min(envelope.deadline, performance.now() + timeoutMs)", "performance.now() + timeoutMs"],
  ["nothing begins after the deadline", `${kernel}/deadline.ts`, "if (left <= 0 || cancellation.requested())", "if (left <= -1e9)"],
  ["a late command's outcome is unknown", `${kernel}/deadline.ts`, 'method.kind === "query"', "true"],
  ["a command that is not idempotent is never tried again", `${kernel}/call.ts`, 'if (result.ok || method.idempotency === "none") return false;', "if (result.ok) return false;"],
  ["a refusal is an answer, and not tried again", `${kernel}/call.ts`, '["unavailable", "timedOut", "outcomeUnknown"].includes(result.failure.code)', "true"],
  ["what fails is held back", `${kernel}/breaker.ts`, "turn(true);\n  };", "turn(false);\n  };"],
  ["what is back is asked", `${kernel}/breaker.ts`, "if (failed && calls.length", "if (calls.length"],
  ["who had no time cannot blame the callee", `${kernel}/call.ts`, "(isHurried && isLate(result))", "false"],
  ["who waited in vain can", `${kernel}/call.ts`, " && timeLeft(envelope) > TIMER_MS", ""],
  ["who goes away cannot blame the callee", `${kernel}/call.ts`, "isGone || (", "("],
  ["what is thrown tells nothing of the inside", `${kernel}/client.ts`, '"Something went wrong; the log says what."', "String(error)"],
  ["a lost answer to a command is an unknown outcome", "src/platform/outbound.ts", 'method.kind === "query"', "true"],
  ["a service that is not there is unavailable", "src/platform/outbound.ts", "isNotReached(String(codeOf(error)))", "false"],
  ["the idempotency key travels", `${remote}/wire.ts`, "idempotencyKey: envelope.idempotencyKey,", "idempotencyKey: null,"],
  ["time left travels, no clock reading", `${remote}/wire.ts`, "timeLeftMs: envelope.deadline - performance.now(),", "timeLeftMs: 60_000,"],
  ["a token is for one callee", `${remote}/token.ts`, "aud !== callee || ", ""],
  ["a token ends", `${remote}/token.ts`, "exp <= now() || ", ""],
  ["a call is signed by its own unit", `${remote}/token.ts`, ".some((key) => verify(null, text, key, signature))", ".some(() => text.length + signature.length > 0)"],
  ["who shows no certificate is refused", `${remote}/peers.ts`, "requestCert: true", "requestCert: false"],
  ["a call is answered under the certificate of its signer", `${remote}/peers.ts`, "isFrom(request, request.caller.unit)", "isFrom(request, \"till\")"],
  ["routes are for the gateway", `${remote}/peers.ts`, 'isFrom(request, "gateway")', "route.length > 0"],
  ["a server must be the unit that is meant", `${remote}/peers.ts`, "servername: unit", 'servername: "warehouse"'],
  ["a certificate is renewed while the unit runs", `${remote}/peers.ts`, "server.server.setSecureContext(credentials)", "void credentials"],
  ["a command waits for a callee that is away", `${kernel}/fallback.ts`, "!result.ok &&\n", "!result.ok && !result &&\n", "data"],
  ["what would take effect twice does not wait", `${kernel}/fallback.ts`, '  method.idempotency !== "none" &&\n', "", "data"],
  ["a query does not wait", `${kernel}/fallback.ts`, 'method.kind === "command" &&\n', "", "data"],
  ["all tries of a command that waits are one", `${kernel}/fallback.ts`, "? keyed(envelope, fallback.newKey())", "? envelope", "data"],
  ["a call that waits stays while its callee is away", deliveries, 'if (!result.ok && isFaultCode(result.failure.code)) {', "if (!result.ok && result.failure.code === 'never') {", "data"],
  ["a call that waited is made once", deliveries, "result.ok ? statements.done : statements.refused", "statements.refused", "data"],
  ["a call that waited is made by one instance", deliveries, "lock?.mine === true", "lock !== undefined", "data"],
  ["calls that waited keep their order", deliveries, "order by position limit 1", "order by position desc limit 1", "data"],
  ["a key with another input is a conflict", once, "before?.inputHash === hash", "before !== undefined", "data"],
  ["a key belongs to its caller", once, "const key = [callerOf(envelope), method", 'const key = ["anybody", method', "data"],
  ["the answer under a key is kept", once, "if (result.ok) await held.run(keep,", "if (!result.ok) await held.run(keep,", "data"],
];
