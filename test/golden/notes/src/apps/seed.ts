import { readEnvironment } from "../platform/config.ts";
import { checked } from "../platform/kernel/json.ts";

// Fills an empty system with sample data, through the API of a running backend. It is yours: change it as you like.

type Row = { readonly id: string };

const env = readEnvironment();
const url = env["SYSTEM_URL"] || `http://127.0.0.1:${env["PORT"] || 3000}`;

const ask = async (method: string, path: string, body?: object): Promise<Response> => {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new Error(`${url} does not answer: \`npm run dev\` starts a system, SYSTEM_URL names one.`, { cause });
  });
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${await response.text()}`);
  return response;
};

const create = async (path: string, body: object): Promise<Row> => {
  const response = await ask("POST", path, body);
  console.log(`created ${response.headers.get("location") ?? path}`);
  return checked<Row>(await response.json());
};

const mustBeEmpty = async (path: string): Promise<void> => {
  const { items } = checked<{ items: readonly Row[] }>(await (await ask("GET", `${path}?limit=1`)).json());
  if (items.length > 0) throw new Error(`There is data under ${path} already: nothing was added.`);
};

try {
  await mustBeEmpty("/v1/notes");
  await create("/v1/notes", { title: "Sample title" });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
