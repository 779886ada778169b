import { expect } from "vitest";
import { checked } from "../../src/platform/kernel/json.ts";
import { tokenOf } from "./tokens.ts";

/** A role of the spec, `nobody` who has a token but no role, or `anyone` without a token. */
export type Caller = "anyone" | "nobody" | "customer" | "staff" | "admin";

/** Where the system that is tested answers; set before the tests, or from outside. */
const url = process.env["SYSTEM_URL"] ?? "";

export type Input = Readonly<Record<string, unknown>>;

export interface Row {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

export interface Page {
  readonly items: readonly Row[];
  readonly next: string | null;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request as that caller, and what came back; the body is parsed where it is JSON. */
export const send = async <Body = Row>(
  as: Caller,
  method: string,
  path: string,
  { body, headers = {} }: Sent = {},
): Promise<Answer<Body>> => {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(as === "anyone" ? {} : { authorization: `Bearer ${await tokenOf(as)}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: checked<Body>(parsed) };
};

/** Creates a row and expects that it worked. */
export const created = async (as: Caller, path: string, input: Input): Promise<Row> => {
  const answer = await send(as, "POST", path, { body: input });
  expect(answer.body).toMatchObject({ id: expect.any(String) });
  expect(answer.status).toBe(201);
  return answer.body;
};

/** The header that says which version the client saw. */
export const ifMatch = (version: number): Readonly<Record<string, string>> => ({ "if-match": `"${version}"` });
