import type { Operation, OperationRef, ResourceAction } from "../../model/architecture.ts";

/** One thing that may be done to an entity, with what it publishes and calls. */
export interface UseCase {
  readonly action: ResourceAction | "transition";
  readonly function: string;
  readonly parameters: readonly string[];
  /** The word of its seeded files and functions: `place`, `createOrder`. */
  readonly word: string;
  readonly emits: readonly string[];
  readonly uses: readonly OperationRef[];
  readonly transition: Operation["transition"];
  /** Whether a policy decides who may do it with which row. */
  readonly guarded: boolean;
}
