import type { User } from "../kernel/envelope.ts";
import type { Result } from "../kernel/result.ts";

/** Who may come in. */
export interface Access {
  /** The user whom an Authorization header names; null where there is none, a failure where it is not valid. */
  readonly authenticate: (authorization: string | undefined) => Promise<Result<User | null>>;
  /** Whether a user, or nobody in particular, may run an operation. */
  readonly authorise: (operation: string, user: User | null) => Result<null>;
  readonly isAnonymous: (operation: string) => boolean;
}
