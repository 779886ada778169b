import type { OperationRef } from "../../model/architecture.ts";
import type { Scope } from "./scope.ts";
import type { UseCase } from "./use-cases.ts";

/** Whether a transition has calls to take back where its row could not be written. */
export const hasUndo = (scope: Scope, one: UseCase): boolean =>
  one.transition !== null && one.uses.some((ref) => undoOf(scope, ref).length > 0);

/** The operation that takes another back, where the spec names it. */
export const undoOf = (scope: Scope, ref: OperationRef): readonly OperationRef[] => {
  const back = scope.service.calls.find((call) => call.target === ref.service)?.undo.get(ref.operation);
  return back === undefined ? [] : [{ service: ref.service, operation: back }];
};
