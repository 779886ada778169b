/** The system's own name of a failure, as ENOSPC; null where an error is none of the system's. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** What the work returns; null where the system refuses it with one of these codes. Throws any other failure. */
export function unlessRefused<T>(codes: readonly string[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    const code = errorCode(error);
    if (code === null || !codes.includes(code)) throw error;
    return null;
  }
}
