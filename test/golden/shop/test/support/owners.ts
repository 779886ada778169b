import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Answer, type Caller, created, type Input, ifMatch, type Page, type Row, send } from "./client.ts";
import { tokenOf } from "./tokens.ts";

export interface Owned {
  readonly path: string;
  /** Who may make such a row for anybody. */
  readonly by: Caller;
  readonly input: () => Promise<Input>;
  /** The field that holds whose it is. */
  readonly field: string;
  /** A role that reaches its own rows alone, and what it may do with these. */
  readonly role: string;
  readonly may: readonly ("list" | "get" | "update" | "delete")[];
}

/** A row of somebody else's is like one that is not there, whatever is tried. */
export const owned = (name: string, about: Owned): void => {
  const { path, by, input, field, role, may } = about;
  const rowOf = async (user: string): Promise<Row> => created(by, path, { ...(await input()), [field]: user });
  const ask = async <Body = Row>(user: string, method: string, where: string, version = 1): Promise<Answer<Body>> => {
    const headers = { authorization: `Bearer ${await tokenOf(role, user)}`, ...ifMatch(version) };
    return send<Body>("anyone", method, where, { headers, ...(method === "PATCH" ? { body: {} } : {}) });
  };
  const methods = { get: "GET", update: "PATCH", delete: "DELETE" } as const;

  describe(`${name} as ${role}`, () => {
    for (const action of ["get", "update", "delete"] as const) {
      if (!may.includes(action)) continue;
      test(`${action}: their own, and nobody else's`, async () => {
        const owner = randomUUID();
        const row = await rowOf(owner);
        const foreign = await ask(randomUUID(), methods[action], `${path}/${row.id}`, row.version);
        const unknown = await ask(owner, methods[action], `${path}/${randomUUID()}`, row.version);
        expect(foreign.status).toBe(404);
        expect({ ...foreign.body, instance: "" }).toEqual({ ...unknown.body, instance: "" });
        expect((await ask(owner, methods[action], `${path}/${row.id}`, row.version)).status).toBeLessThan(300);
      });
    }

    if (!may.includes("list")) return;
    test("list: their own alone", async () => {
      const owner = randomUUID();
      const mine = await rowOf(owner);
      await rowOf(randomUUID());
      const { body } = await ask<Page>(owner, "GET", path);
      expect(body.items.map(({ id }) => id)).toEqual([mine.id]);
    });
  });
};
