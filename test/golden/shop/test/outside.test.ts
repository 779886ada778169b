import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Answer, send } from "./support/client.ts";
import { tokenOf } from "./support/tokens.ts";

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security: readonly object[] }>>>>;
}

const { paths } = (await send<Description>("anyone", "GET", "/openapi.json")).body;

/** Every route that the system describes; a way in that asks for nothing lets anybody in. */
const routes = Object.entries(paths).flatMap(([template, operations]) =>
  Object.entries(operations).map(([method, { security }]) => ({
    name: `${method.toUpperCase()} ${template}`,
    method: method.toUpperCase(),
    path: template.replaceAll(/\{\w+\}/g, randomUUID()),
    guarded: security.every((way) => Object.keys(way).length > 0),
  })),
);

const expectProblem = ({ status, headers, body }: Answer<unknown>, expected: number): void => {
  expect(status).toBe(expected);
  expect(headers.get("content-type")).toContain("application/problem+json");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(body).toMatchObject({ type: expect.any(String), status, instance: expect.any(String) });
};

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A good token's claims, signed by nobody or as somebody else would sign them. */
const forged = async (alg: string): Promise<string> => {
  const [header = "", claims, signature = ""] = (await tokenOf("nobody")).split(".");
  const { kid } = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
  return `${encoded({ alg, typ: "at+jwt", kid })}.${claims}.${alg === "none" ? "" : signature.toUpperCase()}`;
};

describe.each(routes.filter(({ guarded }) => guarded))("$name", ({ method, path }) => {
  test("is shut without a token", async () => {
    const answer = await send("anyone", method, path);
    expectProblem(answer, 401);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  });

  test.each(["none", "HS256", "EdDSA", "ES256", "RS256"])("is shut to a token that was forged with %s", async (alg) => {
    const headers = { authorization: `Bearer ${await forged(alg)}` };
    expectProblem(await send("anyone", method, path, { headers }), 401);
  });
});

test.each(routes)("$name answers nobody who reads no JSON", async ({ method, path }) => {
  expectProblem(await send("anyone", method, path, { headers: { accept: "application/xml" } }), 406);
});

test.each(Object.entries(paths))("%s takes no other method", async (template, operations) => {
  const path = template.replaceAll(/\{\w+\}/g, randomUUID());
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    if (!(method.toLowerCase() in operations)) expectProblem(await send("anyone", method, path), 405);
  }
});

test.each(["/metrics", "/readyz", "/admin", "/debug", "/.env", "/.git/HEAD", "/package.json"])(
  "%s is not there",
  async (path) => expectProblem(await send("anyone", "GET", path), 404),
);
