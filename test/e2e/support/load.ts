export interface Sample {
  readonly what: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly ms: number;
  /** Milliseconds since the load began, when it was sent. */
  readonly at: number;
  readonly body: unknown;
}

export interface Load {
  readonly samples: readonly Sample[];
  /** Lets what is on its way end. */
  readonly stop: () => Promise<readonly Sample[]>;
}

/** A request that a client makes; it gives back its name and what came. */
export type Request = (round: number) => Promise<{ readonly what: string; readonly status: number; readonly body: unknown }>;

const running = new Set<() => void>();

/** Ends loads that a test which failed has left running. */
export const endLoads = (): void => {
  for (const end of running) end();
};

/** Several clients, each of which sends its next request when the last is answered, until they are stopped. */
export const startLoad = (clients: readonly Request[], pauseMs: number): Load => {
  const samples: Sample[] = [];
  const begun = performance.now();
  let going = true;
  const end = (): void => {
    going = false;
    running.delete(end);
  };
  running.add(end);
  const client = async (request: Request): Promise<void> => {
    for (let round = 0; going; round += 1) {
      const sent = performance.now();
      const { what, status, body } = await request(round);
      samples.push({ what, status, body, ms: performance.now() - sent, at: sent - begun });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const all = Promise.all(clients.map(client));
  return {
    samples,
    stop: async () => {
      end();
      await all;
      return samples;
    },
  };
};

/** One request in JSON, for a load; no answer is the status 0. */
export const ask = async (url: string, method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const what = `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, ":id")}`;
  try {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { what, status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  } catch (error) {
    return { what, status: 0, body: String(error) };
  }
};
