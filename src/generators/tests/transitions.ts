import type { Architecture, Operation, Service, Transition } from "../../model/architecture.ts";
import { operationPath } from "../paths.ts";
import { saysAll } from "../service/events.ts";
import type { Callers } from "./callers.ts";
import { array, type Code, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";

/** A transition with the operation that runs it. */
interface Move {
  readonly operation: Operation;
  readonly entity: string;
  readonly transition: Transition;
}

/** Where an operation is called. */
type PathOf = typeof operationPath;

/** What the test of a transition is told, as one object literal; null where it has no route or nobody may use it. */
export const transitionCode = (
  service: Service,
  operation: Operation,
  architecture: Architecture,
  callers: Callers,
  creations: Creations,
  pathOf: PathOf = operationPath,
): Code | null => {
  const move = moveOf(operation);
  const caller = callers.one(`${service.name}.${operation.name}`);
  const path = pathOf(service, operation, architecture);
  if (move === null || caller === null || path === null) return null;
  const { transition } = move;
  const start = startOf(service, move);
  const way = wayTo(service, move, start);
  const steps = way?.map((one) => stepCode(service, one, architecture, callers, pathOf));
  const creation = creations.find(service.name, move.entity);
  return object([
    ["as", text(caller)],
    ["path", text(path)],
    ...(creation === undefined ? [] : [["create", creation.create] as const]),
    ...(steps === undefined || steps.includes(null)
      ? []
      : [["after", array(steps.filter((step) => step !== null))] as const]),
    ["tooEarly", String(start !== null && !transition.from.includes(start))],
    ["moves", object([[transition.field, text(transition.to)]])],
    ...(transition.from.includes(transition.to) ? [["repeats", "true"] as const] : []),
    ...answersOf(service, operation, architecture),
  ]);
};

const moveOf = (operation: Operation): Move | null =>
  operation.transition === null ? null : { operation, ...operation.transition };

/** The state of a new row; null where the spec does not say it. */
const startOf = (service: Service, move: Move): string | null => {
  const field = service.entities
    .find((one) => one.name === move.entity)
    ?.fields.find((one) => one.name === move.transition.field);
  return typeof field?.default === "string" ? field.default : null;
};

/** The shortest way from a new row to where the move begins, by moves that need no other service; null where there is none. */
const wayTo = (service: Service, move: Move, start: string | null): readonly Move[] | null => {
  const moves = service.operations
    .map(moveOf)
    .filter((one) => one !== null)
    .filter(
      (one) =>
        one.entity === move.entity && one.transition.field === move.transition.field && isComplete(service, one.operation),
    );
  let ways: readonly { readonly state: string; readonly way: readonly Move[] }[] =
    start === null ? [] : [{ state: start, way: [] }];
  const seen = new Set<string>();
  while (ways.length > 0) {
    const there = ways.find((one) => move.transition.from.includes(one.state));
    if (there !== undefined) return there.way;
    for (const one of ways) seen.add(one.state);
    ways = ways.flatMap(({ state, way }) =>
      moves
        .filter((one) => one.transition.from.includes(state) && !seen.has(one.transition.to))
        .map((one) => ({ state: one.transition.to, way: [...way, one] })),
    );
  }
  return null;
};

const stepCode = (service: Service, move: Move, architecture: Architecture, callers: Callers, pathOf: PathOf): Code | null => {
  const caller = callers.one(`${service.name}.${move.operation.name}`);
  const path = pathOf(service, move.operation, architecture);
  return caller === null || path === null
    ? null
    : object([
        ["as", text(caller)],
        ["path", text(path)],
      ]);
};

/** Whether a move needs nobody else: neither another service nor a hand that says what its events hold. */
const isComplete = (service: Service, operation: Operation): boolean =>
  operation.uses.length === 0 && saysAll(service, operation.transition?.entity ?? "", operation.emits);

/** Where other services have a say the move may fail as they do, or be unwritten as they are. */
const answersOf = (
  service: Service,
  operation: Operation,
  architecture: Architecture,
): readonly (readonly [string, Code])[] => {
  if (isComplete(service, operation)) return [];
  const used = operation.uses.map((ref) =>
    architecture.services
      .find((one) => one.name === ref.service)
      ?.operations.find((one) => one.name === ref.operation));
  const own = [operation, ...used].flatMap((one) => one?.errors.map((error) => error.status) ?? []);
  // What is done to a row elsewhere may find no row, or one that does not let it.
  const ofRows = used.some((one) => one === undefined || one.transition !== null) ? [404, 409] : [];
  const statuses = [200, 501, ...own, ...ofRows];
  return [["answers", array([...new Set(statuses)].sort((a, b) => a - b).map(String))]];
};
