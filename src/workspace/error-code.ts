/** The system's own name of a failure, as ENOSPC; null where an error is none of the system's. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
