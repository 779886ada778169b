export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON; an empty object where there is no body. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Sent {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of a running backend. */
export const clientOf =
  (url: string) =>
  async (method: string, path: string, { token, body, headers = {} }: Sent = {}): Promise<Answer> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  };

export type Client = ReturnType<typeof clientOf>;
