import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Caller, send } from "./client.ts";

interface Guarded {
  /** Who may; undefined where there is no such route. */
  readonly as: Caller | undefined;
  readonly method: string;
  /** `/v1/orders/:id` */
  readonly path: string;
}

/** Without a token it is 401, with one that grants nothing 403; what anyone may do is not asked. */
export const refusesStrangers = (name: string, routes: readonly Guarded[]): void => {
  const guarded = routes.filter((route) => route.as !== undefined && route.as !== "anyone");
  if (guarded.length === 0) return;
  describe(`${name} is kept from strangers`, () => {
    for (const { method, path } of guarded) {
      test(`${method} ${path}`, async () => {
        const somewhere = path.replaceAll(/:\w+/g, randomUUID());
        const unknown = await send("anyone", method, somewhere);
        expect(unknown.status).toBe(401);
        expect(unknown.headers.get("www-authenticate")).toContain("Bearer");
        expect((await send("nobody", method, somewhere)).status).toBe(403);
      });
    }
  });
};
