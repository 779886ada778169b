import type { Endpoint } from "../kernel/integration.ts";

/** Where somebody else's system answers, and how this one shows who it is. */
export interface Access {
  /** Of all its operations; a path of its own stands before theirs. */
  readonly url: string;
  readonly scheme: "bearer" | "basic" | "apiKey" | "none";
  readonly secret: string;
}

/** A request as it goes out. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const credentials = ({ scheme, secret }: Access): Readonly<Record<string, string>> => {
  switch (scheme) {
    case "bearer":
      return { authorization: `Bearer ${secret}` };
    case "basic":
      return { authorization: `Basic ${Buffer.from(secret).toString("base64")}` };
    case "apiKey":
      return { "x-api-key": secret };
    case "none":
      return {};
  }
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** A value that would be a step of the path, and not a name in it, would lead to another operation. */
const isStep = (text: string): boolean => text === "" || text === "." || text === "..";

/** Null where an input cannot stand in the path. */
const filled = (path: string, input: Readonly<Record<string, unknown>>): string | null => {
  const parts = path.split("/").map((part) => {
    if (!part.startsWith(":")) return part;
    const text = textOf(input[part.slice(1)]);
    return isStep(text) ? null : encodeURIComponent(text);
  });
  return parts.includes(null) ? null : parts.join("/");
};

/**
 * The request for one operation: inputs in the path, else in the query of what reads or deletes, else in a JSON body.
 * @param key the idempotency key, where the operation has one
 * @returns null where an input cannot stand in the path
 */
export const requestOf = (
  { method, path }: Endpoint,
  access: Access,
  input: Readonly<Record<string, unknown>>,
  key: string | null,
): Outgoing | null => {
  const way = filled(path, input);
  if (way === null) return null;
  const url = new URL(access.url);
  url.pathname = `${url.pathname.replace(/\/$/, "")}${way}`;
  const rest = Object.entries(input).filter(([name, value]) => isGiven(value) && !path.split("/").includes(`:${name}`));
  const inQuery = method === "GET" || method === "DELETE";
  if (inQuery) for (const [name, value] of rest) url.searchParams.set(name, textOf(value));
  return {
    url,
    method,
    headers: {
      accept: "application/json",
      ...(inQuery ? {} : { "content-type": "application/json" }),
      ...(key === null ? {} : { "idempotency-key": key }),
      ...credentials(access),
    },
    body: inQuery ? null : JSON.stringify(Object.fromEntries(rest)),
  };
};
