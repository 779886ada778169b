import { describe, expect, test } from "vitest";
import { type Caller, send } from "./client.ts";

interface Guarded {
  /** Who may; undefined where there is no such route. */
  readonly as: Caller | undefined;
  readonly method: string;
  readonly path: string;
}

/** Without a token it is 401, with one that grants nothing 403; what anyone may do is not asked. */
export const refusesStrangers = (name: string, routes: readonly Guarded[]): void => {
  const guarded = routes.filter((route) => route.as !== undefined && route.as !== "anyone");
  if (guarded.length === 0) return;
  describe(`${name} is kept from strangers`, () => {
    test.each(guarded)("$method $path", async ({ method, path }) => {
      const unknown = await send("anyone", method, path);
      expect(unknown.status).toBe(401);
      expect(unknown.headers.get("www-authenticate")).toContain("Bearer");
      expect((await send("nobody", method, path)).status).toBe(403);
    });
  });
};
