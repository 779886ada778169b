import { readEnvironment } from "../platform/config.ts";
import { checked } from "../platform/kernel/json.ts";

// Fills an empty system with sample data, through the API of a running backend. It is yours: change it as you like.

interface Row {
  readonly id: string;
}

const env = readEnvironment();
const url = env["SYSTEM_URL"] || `http://127.0.0.1:${env["PORT"] || 3000}`;

const create = async (path: string, body: object): Promise<Row> => {
  const response = await fetch(new URL(path, url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`POST ${path} was answered with ${response.status}: ${await response.text()}`);
  console.log(`created ${response.headers.get("location") ?? path}`);
  return checked<Row>(await response.json());
};

try {
  await create("/v1/notes", { title: "Sample title" });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
