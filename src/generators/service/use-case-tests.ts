import type { Entity, Json } from "../../model/architecture.ts";
import { render, typescriptString } from "../render/index.ts";
import { audits } from "../audited.ts";
import { keptFor } from "../retention.ts";
import { callOf, line, type Source } from "./code/layout.ts";
import { literal } from "./code/literal.ts";
import { saysAll } from "./events.ts";
import { entityNames, serviceNames } from "./names.ts";
import { inOrderOfReference, rowName, sampleInput } from "./samples.ts";
import type { Scope } from "./scope.ts";
import { isTenantItself, testRowsSource } from "./tenants.ts";
import type { UseCase } from "./use-case.ts";
import { isUser, useCasesOf } from "./use-cases.ts";
import { serviceCalls } from "./wiring.ts";

/** The text of test/use-cases.test.ts; null where no use case is complete as generated. */
export const useCaseTests = (scope: Scope): string | null => {
  const entities = inOrderOfReference(scope);
  const groups = entities
    .map((entity) => ({ ...entityNames(entity), tests: useCasesOf(scope, entity).filter((one) => isComplete(scope, entity, one)).flatMap((one) => testOf(scope, entity, one)) }))
    .filter((group) => group.tests.length > 0);
  if (groups.length === 0) return null;
  const text = groups.flatMap((group) => group.tests.flatMap((one) => one.lines)).join("\n");
  return render("service/use-cases.test.ts.hbs", {
    groups,
    unknown: /\bUNKNOWN\b/u.test(text),
    envelope: /\benvelope\b/u.test(text),
    // A service's own call: what a user may is another test's business.
    maker: makerOf(scope, entities),
    inserts: entities.map((entity) =>
      line(2, "await ", callOf(`${testRowsSource(entity)}.insert`, ["ports.database", rowName(entity, 1)]), ";")),
    audited: audits(scope.service),
    more: audits(scope.service) || serviceCalls(scope).length > 0,
    clients: serviceCalls(scope).map((call) => serviceNames({ name: call.target })),
  });
};

const makerOf = (scope: Scope, entities: readonly Entity[]): string => {
  const guarded = entities.some((entity) => useCasesOf(scope, entity).some((one) => one.guarded));
  const parts = [...(guarded ? ['service: "tests"'] : []), ...(entities.some((entity) => entity.tenant) ? ["tenant: TENANT"] : [])];
  return parts.length === 0 ? "memoryEnvelope()" : `{ ...memoryEnvelope(), ${parts.join(", ")} }`;
};

/** Whether a use case needs nobody else: neither another service nor a hand that says what its events hold. */
const isComplete = (scope: Scope, entity: Entity, one: UseCase): boolean =>
  one.uses.length === 0 && saysAll(scope.service, entity.name, one.emits);

interface TestView {
  readonly title: string;
  readonly lines: readonly string[];
}

const testOf = (scope: Scope, entity: Entity, one: UseCase): readonly TestView[] => {
  const row = rowName(entity, 1);
  const rows = testRowsSource(entity);
  const call = (...args: readonly Source[]): Source =>
    callOf(one.function, ["ports", ...(one.parameters.includes("envelope") ? ["envelope"] : []), ...args]);
  const result = (name: string, source: Source): string => line(4, `const ${name} = await `, source, ";");
  const fails = (name: string, code: string): string => `    expect(${name}).toMatchObject({ ok: false, failure: { code: ${typescriptString(code)} } });`;
  switch (one.action) {
    case "list":
      return [{ title: "are listed", lines: [result("listed", call("{}")), line(4, "expect(listed).toEqual(", `{ ok: true, value: { items: [${row}], next: null } }`, ");")] }];
    case "get":
      return [{ title: "are found by their ids alone", lines: [
        result("found", call(`${row}.id`)), `    expect(found).toEqual({ ok: true, value: ${row} });`, result("missing", call("UNKNOWN")), fails("missing", "notFound"),
      ] }];
    case "create":
      return isUser(scope, entity) || isTenantItself(scope, entity) ? [] : [{ title: "are kept as they are created", lines: [
        result("created", call(literal(sampleInput(scope, entity, 2)))), "    if (!created.ok) throw new Error(created.failure.message);",
        line(4, `expect(await ${rows}.get(ports.database, created.value.id))`, callOf(".toEqual", ["created.value"]), ";"),
      ] }];
    case "update":
      return [{ title: "change in the version that was read, and in no other", lines: [
        result("stale", call(`${row}.id`, "7", "{}")), fails("stale", "stale"), result("changed", call(`${row}.id`, "1", "{}")),
        "    expect(changed).toMatchObject({ ok: true, value: { version: 2 } });",
      ] }];
    case "delete":
      return [{ title: "are deleted in the version that was read alone", lines: [
        result("stale", call(`${row}.id`, "7")), fails("stale", "stale"),
        ...(keptFor(entity) === null ? [] : [result("kept", call(`${row}.id`, "1")), fails("kept", "conflict")]),
      ] }];
    case "transition":
      return [transitionTest(entity, one, call, result, fails)];
  }
};

const transitionTest = (
  entity: Entity,
  one: UseCase,
  call: (...args: readonly Source[]) => Source,
  result: (name: string, source: Source) => string,
  fails: (name: string, code: string) => string,
): TestView => {
  const step = one.transition?.transition;
  const start: Json | undefined = entity.fields.find((field) => field.name === step?.field)?.default;
  const starts = step !== undefined && typeof start === "string" && step.from.includes(start);
  const moved = result("moved", call(`${rowName(entity, 1)}.id`, "null"));
  if (!starts) return { title: `${one.word} is refused at the beginning`, lines: [moved, fails("moved", "conflict")] };
  const value = `{ ${step.field}: ${typescriptString(step.to)}, version: 2 }`;
  return { title: `${one.word} moves them`, lines: [moved, line(4, "expect(moved).toMatchObject(", `{ ok: true, value: ${value} }`, ");")] };
};
