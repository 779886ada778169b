import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "../http/admin.ts";
import { checked } from "../kernel/json.ts";
import { type FakeSystem, systems as known } from "./systems.ts";

/** What a stand-in was asked. */
export interface FakeRequest {
  readonly system: string;
  readonly operation: string;
  /** As it was sent, with its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What a stand-in is to answer the next time that it is asked for the operation, in place of what it always does. */
export interface FakeAnswer {
  readonly system: string;
  readonly operation: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly afterMs?: number;
}

/** Stand-ins that run. */
export interface Fakes {
  /** Below `/-/requests` and `/-/answers` of it tests in other processes see and say the same as here. */
  readonly url: string;
  /** The variables by which the system finds them. */
  readonly env: Readonly<Record<string, string>>;
  readonly requests: readonly FakeRequest[];
  readonly forget: () => void;
  readonly answerNext: (answer: FakeAnswer) => void;
  readonly stop: () => void;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(checked<Buffer>(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? null : checked<unknown>(JSON.parse(text));
};

const CREDENTIALS: Readonly<Record<FakeSystem["scheme"], readonly [header: string, form: RegExp]>> = {
  bearer: ["authorization", /^Bearer \S/],
  basic: ["authorization", /^Basic \S/],
  apiKey: ["x-api-key", /\S/],
  none: ["host", /\S/],
};

const isCredible = ({ scheme }: FakeSystem, { headers }: IncomingMessage): boolean => {
  const [header, form] = CREDENTIALS[scheme];
  return form.test(String(headers[header] ?? ""));
};

/** `/charges/:id` as a pattern of paths. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$(){}|[\]\\]/g, "\\$&").replaceAll(/:\w+/g, "[^/]+")}$`);

const send = (
  response: ServerResponse,
  { status, headers = {}, body = {} }: Omit<FakeAnswer, "system" | "operation">,
) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

/** What answers for all systems: each below its name. */
const standIn = (systems: readonly FakeSystem[], requests: FakeRequest[], answers: FakeAnswer[]) => {
  const called = (url: string, method: string | undefined) => {
    const path = url.split("?")[0] ?? "";
    const system = systems.find(({ name }) => path.startsWith(`/${name}/`));
    const rest = path.slice((system?.name.length ?? 0) + 1);
    const operation = system?.operations.find((one) => one.method === method && patternOf(one.path).test(rest));
    return system === undefined || operation === undefined ? null : { system, operation };
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = "", method } = request;
    const body = await bodyOf(request);
    if (url === "/-/requests") return void send(response, { status: 200, body: requests });
    if (url === "/-/answers") {
      answers.push(checked<FakeAnswer>(body));
      return void send(response, { status: 201 });
    }
    const found = called(url, method);
    if (found === null) return void send(response, { status: 404 });
    const { system, operation } = found;
    if (!isCredible(system, request)) return void send(response, { status: 401 });
    requests.push({ system: system.name, operation: operation.name, url, headers: request.headers, body });
    const at = answers.findIndex((one) => one.system === system.name && one.operation === operation.name);
    const [answer = { status: 200, body: operation.answer }] = at < 0 ? [] : answers.splice(at, 1);
    setTimeout(() => send(response, answer), "afterMs" in answer ? answer.afterMs : 0);
  };
};

/** Starts stand-ins for other people's systems on a port of this machine: a developer and the tests ask nobody else's. */
export const startFakes = async (systems: readonly FakeSystem[] = known): Promise<Fakes> => {
  const requests: FakeRequest[] = [];
  const answers: FakeAnswer[] = [];
  const answer = standIn(systems, requests, answers);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, { status: 400 }));
  });
  await listen(server, "127.0.0.1", 0);
  const url = `http://127.0.0.1:${checked<AddressInfo>(server.address()).port}`;
  return {
    url,
    env: Object.fromEntries(systems.map(({ name, variable }) => [variable, `${url}/${name}`])),
    requests,
    forget: () => void requests.splice(0),
    answerNext: (next) => void answers.push(next),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
