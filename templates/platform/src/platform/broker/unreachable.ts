/** A URL without what is secret in it. */
const withoutSecrets = (url: string): string => {
  if (!URL.canParse(url)) return "its address";
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
};

export class BrokerUnreachableError extends Error {
  constructor(url: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The broker at ${withoutSecrets(url)} cannot be reached: ${reason}`, { cause });
    this.name = "BrokerUnreachableError";
  }
}
