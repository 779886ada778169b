import type { Architecture, Operation, OperationRef } from "../../model/architecture.ts";
import { calleeNamed } from "../integrations.ts";

type Errors = Operation["errors"];

export const operationOf = (architecture: Architecture, ref: OperationRef): Operation | null =>
  calleeNamed(architecture, ref.service)?.operations.find((one) => one.name === ref.operation) ?? null;

/** An operation's own domain errors and those of what it calls before it writes, each once. */
export const errorsOf = (architecture: Architecture, own: Errors, uses: readonly OperationRef[]): Errors => {
  const called = uses.flatMap((ref) => operationOf(architecture, ref)?.errors ?? []);
  return [...new Map([...called, ...own].map((error) => [error.name, error])).values()];
};
