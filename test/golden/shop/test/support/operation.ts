import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Caller, type Input, send } from "./client.ts";
import { refusesStrangers } from "./strangers.ts";

export interface Operation {
  readonly as: Caller;
  readonly method: string;
  /** `/v1/orders/:order/quotes`: parameters are filled from the input. */
  readonly path: string;
  readonly input: () => Promise<Input>;
  /** Whether it asks for the header Idempotency-Key. */
  readonly keyed?: boolean;
  /** What it may answer once it is written. */
  readonly answers: readonly number[];
  /** The file that holds the use case. */
  readonly file: string;
}

/** What every operation does that the team writes by hand; until then it says 501. */
export const operation = (name: string, about: Operation): void => {
  const { as, method, keyed = false } = about;
  const headersOf = () => (keyed ? { "idempotency-key": randomUUID() } : {});
  describe(name, () => {
    test("answers what its use case says", async () => {
      const { path, body } = request(about, await about.input());
      const answer = await send(as, method, path, { body, headers: headersOf() });
      expect(isWritten(about.file) ? about.answers : [501]).toContain(answer.status);
    });

    if (method === "GET") return;
    test("refuses what does not fit", async () => {
      const { path, body } = request(about, await about.input());
      const headers = headersOf();
      expect((await send(as, method, path, { body: { ...body, unheardOf: true }, headers })).status).toBe(422);
      expect((await send(as, method, path, { body: '{ "unclosed', headers })).status).toBe(400);
    });
  });
  refusesStrangers(name, [{ as, method, path: about.path }]);
};

/** Parameters of the path go there, all else into the query of a GET or into the body. */
const request = ({ method, path }: Operation, input: Input): { readonly path: string; readonly body?: Input } => {
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
  const rest = Object.entries(input).filter(([name]) => !parameters.includes(name));
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input[name])));
  if (method !== "GET") return { path: filled, body: Object.fromEntries(rest) };
  const query = rest.map(([name, value]): [string, string] => [name, String(value)]);
  return { path: `${filled}?${new URLSearchParams(query)}` };
};

const isWritten = (file: string): boolean => !readFileSync(file, "utf8").includes('"notWritten"');
