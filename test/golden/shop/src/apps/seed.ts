import { readEnvironment } from "../platform/config.ts";
import { checked } from "../platform/kernel/json.ts";
import { accessToken } from "../services/accounts/index.ts";
import { development, withAccounts } from "./accounts.ts";

// Fills an empty system with sample data, through the API of a running backend. It is yours: change it as you like.

type Row = { readonly id: string };

const env = readEnvironment();
const url = env["SYSTEM_URL"] || `http://127.0.0.1:${env["PORT"] || 3000}`;

const token = async (role: string): Promise<string> => {
  if (!development) {
    throw new Error("Sample data is not for production. NODE_ENV=development says that this is none.");
  }
  let printed = "";
  await withAccounts(async (ports) => {
    printed = await accessToken(ports, ports.newId(), [role]);
  });
  return printed;
};

const ask = async (method: string, path: string, role: string | null, body?: object): Promise<Response> => {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(role === null ? {} : { authorization: `Bearer ${await token(role)}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new Error(`${url} does not answer: \`npm run dev\` starts a system, SYSTEM_URL names one.`, { cause });
  });
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${await response.text()}`);
  return response;
};

const create = async (path: string, body: object, role: string | null): Promise<Row> => {
  const response = await ask("POST", path, role, body);
  console.log(`created ${response.headers.get("location") ?? path}`);
  return checked<Row>(await response.json());
};

const mustBeEmpty = async (path: string, role: string | null): Promise<void> => {
  const { items } = checked<{ items: readonly Row[] }>(await (await ask("GET", `${path}?limit=1`, role)).json());
  if (items.length > 0) throw new Error(`There is data under ${path} already: nothing was added.`);
};

try {
  await mustBeEmpty("/v1/customers", "staff");
  const customersCustomer = await create(
    "/v1/customers",
    { name: "Sample name", email: "sample@example.com" },
    "staff",
  );
  await create("/v1/categories", { name: "Sample name" }, "staff");
  const catalogTag = await create("/v1/tags", { label: "Sample label" }, "staff");
  const catalogProduct = await create(
    "/v1/products",
    { sku: "Sample sku", name: "Sample name", price: { amount: "10.00", currency: "EUR" }, tags: [catalogTag.id] },
    "staff",
  );
  await create(
    "/v1/orders",
    {
      customer: customersCustomer.id,
      lines: [{ product: catalogProduct.id, quantity: 1, price: { amount: "10.00", currency: "EUR" } }],
      total: { amount: "10.00", currency: "EUR" },
    },
    "staff",
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
