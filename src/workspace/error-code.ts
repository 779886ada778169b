/** The system's own name of a failure, as ENOSPC; null where an error is none of the system's. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Does the work: null where it was done, else which of these codes the system refused it with. Throws any other failure. */
export function refusal(codes: readonly string[], work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === null || !codes.includes(code)) throw error;
    return code;
  }
}

/** What the work returns; null where the system refused it with one of these codes. Throws any other failure. */
export function unlessRefused<T>(codes: readonly string[], work: () => T): T | null {
  let value: T | null = null;
  refusal(codes, () => {
    value = work();
  });
  return value;
}
