import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Caller, send } from "./support/client.ts";

const roles: readonly Caller[] = ["customer", "staff", "admin"];

/** Every route, and who may use it; what is not granted is refused. */
const grants: readonly { readonly route: string; readonly may: readonly Caller[] }[] = [
  { route: "GET /v1/customers", may: ["staff", "admin"] },
  { route: "GET /v1/customers/:id", may: ["staff", "admin"] },
  { route: "POST /v1/customers", may: ["customer", "staff", "admin"] },
  { route: "PATCH /v1/customers/:id", may: ["staff", "admin"] },
  { route: "GET /v1/categories", may: ["anyone"] },
  { route: "GET /v1/categories/:id", may: ["anyone"] },
  { route: "POST /v1/categories", may: ["staff", "admin"] },
  { route: "GET /v1/tags", may: ["anyone"] },
  { route: "POST /v1/tags", may: ["staff", "admin"] },
  { route: "GET /v1/products", may: ["anyone"] },
  { route: "GET /v1/products/:id", may: ["anyone"] },
  { route: "POST /v1/products", may: ["staff", "admin"] },
  { route: "PATCH /v1/products/:id", may: ["staff", "admin"] },
  { route: "DELETE /v1/products/:id", may: ["staff", "admin"] },
  { route: "GET /v1/orders", may: ["customer", "staff", "admin"] },
  { route: "GET /v1/orders/:id", may: ["customer", "staff", "admin"] },
  { route: "POST /v1/orders", may: ["customer", "staff", "admin"] },
  { route: "PATCH /v1/orders/:id", may: ["staff", "admin"] },
  { route: "DELETE /v1/orders/:id", may: ["staff", "admin"] },
  { route: "POST /v1/orders/:id/place", may: ["customer", "staff", "admin"] },
  { route: "POST /v1/orders/:id/pay", may: ["staff", "admin"] },
  { route: "POST /v1/orders/:id/cancel", may: ["staff", "admin"] },
  { route: "POST /v1/quotes", may: ["customer", "staff", "admin"] },
  { route: "GET /v1/payments", may: ["staff", "admin"] },
  { route: "GET /v1/payments/:id", may: ["staff", "admin"] },
  { route: "POST /v1/payments/:id/settle", may: ["staff", "admin"] },
  { route: "POST /v1/payments/:id/fail", may: ["staff", "admin"] },
];

/** Let in, whatever comes of it; 501 is what a hand has still to write. */
const isLetIn = (status: number): boolean => ![401, 403].includes(status) && (status < 500 || status === 501);

describe.each(grants)("$route", ({ route, may }) => {
  const [method = "", path = ""] = route.split(" ");
  const ask = async (as: Caller) => (await send(as, method, path.replaceAll(/:\w+/g, randomUUID()))).status;

  test.each(roles)("as %s", async (role) => {
    const granted = may.includes(role) || may.includes("anyone");
    if (granted) expect(await ask(role)).toSatisfy(isLetIn);
    else expect(await ask(role)).toBe(403);
  });

  test("as anyone", async () => {
    if (may.includes("anyone")) expect(await ask("anyone")).toSatisfy(isLetIn);
    else expect(await ask("anyone")).toBe(401);
  });
});
