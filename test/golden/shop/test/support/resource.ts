import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Caller, created, type Input, ifMatch, type Page, type Row, send } from "./client.ts";
import { refusesStrangers } from "./strangers.ts";

export interface Resource {
  readonly path: string;
  /** Who may do what; an action that is left out has no route. */
  readonly as: { readonly [action in "list" | "get" | "create" | "update" | "delete"]?: Caller };
  /** Makes the input for one row; left out where rows are not created through the API. */
  readonly input?: () => Promise<Input>;
  /** Fields to change in an update. */
  readonly change?: Input;
  /** Whether a second row of the same input would clash. */
  readonly unique?: boolean;
}

/** What every resource does, whatever it holds. */
export const resource = (name: string, about: Resource): void => {
  const { as, input, path } = about;
  describe(name, () => {
    if (as.create !== undefined && input !== undefined) creating(about, as.create, input);
    if (as.get !== undefined) reading(about, as.get);
    if (as.list !== undefined) listing(about, as.list);
    if (as.update !== undefined) updating(about, as.update);
    if (as.delete !== undefined) deleting(about, as.delete);
  });
  refusesStrangers(name, [
    { as: as.list, method: "GET", path },
    { as: as.get, method: "GET", path: `${path}/:id` },
    { as: as.create, method: "POST", path },
    { as: as.update, method: "PATCH", path: `${path}/:id` },
    { as: as.delete, method: "DELETE", path: `${path}/:id` },
  ]);
};

/** A row to work with, where the API can make one. */
const rowOf = ({ as, input, path }: Resource): (() => Promise<Row>) | null =>
  as.create === undefined || input === undefined
    ? null
    : async () => created(as.create ?? "anyone", path, await input());

const creating = ({ path, unique = false }: Resource, as: Caller, input: () => Promise<Input>): void => {
  test("is created, with its place and its version", async () => {
    const body = await input();
    const answer = await send(as, "POST", path, { body });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject(body);
    expect(answer.headers.get("location")).toBe(`${path}/${answer.body.id}`);
    expect(answer.headers.get("etag")).toBe(`"${answer.body.version}"`);
  });

  test("is not created from what does not fit", async () => {
    const unknownField = await send(as, "POST", path, { body: { ...(await input()), unheardOf: true } });
    expect(unknownField.status).toBe(422);
    expect(unknownField.headers.get("content-type")).toContain("application/problem+json");
    expect((await send(as, "POST", path, { body: [] })).status).toBe(422);
    expect((await send(as, "POST", path, { body: '{ "unclosed' })).status).toBe(400);
  });

  test("takes no idempotency key, since it keeps none", async () => {
    const headers = { "idempotency-key": randomUUID() };
    expect((await send(as, "POST", path, { body: await input(), headers })).status).toBe(400);
  });

  if (!unique) return;
  test("is not created twice", async () => {
    const body = await input();
    await created(as, path, body);
    expect((await send(as, "POST", path, { body })).status).toBe(409);
  });
};

const reading = (about: Resource, as: Caller): void => {
  const row = rowOf(about);

  test("is not found under an id that nobody has", async () => {
    expect((await send(as, "GET", `${about.path}/${randomUUID()}`)).status).toBe(404);
  });

  if (row === null) return;
  test("is read as it was created, and not sent again unchanged", async () => {
    const made = await row();
    const path = `${about.path}/${made.id}`;
    const found = await send(as, "GET", path);
    expect(found.status).toBe(200);
    expect(found.body).toEqual(made);
    const again = await send(as, "GET", path, { headers: { "if-none-match": found.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
  });
};

const listing = (about: Resource, as: Caller): void => {
  const row = rowOf(about);

  test("is listed page by page, each row once", async () => {
    const made = row === null ? [] : [await row(), await row(), await row()];
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? "" : `&cursor=${encodeURIComponent(next)}`;
      const page = await send<Page>(as, "GET", `${about.path}?limit=2${cursor}`);
      expect(page.status).toBe(200);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.items.map((item) => item.id));
      next = page.body.next;
    } while (next !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made.map((item) => item.id)));
  });

  test("is not listed by a query that does not fit", async () => {
    expect((await send(as, "GET", `${about.path}?unheardOf=1`)).status).toBe(422);
    expect((await send(as, "GET", `${about.path}?limit=0`)).status).toBe(422);
  });

  test.each([
    ["of a value that is no time", ["createdAt", "abc", randomUUID()]],
    ["of a number for a time", ["createdAt", 5, randomUUID()]],
    ["of an id that is none", ["id", "-".repeat(36), "-".repeat(36)]],
    ["of a NUL", ["createdAt", "\u0000", randomUUID()]],
    ["of nothing", null],
  ])("is not listed by a cursor %s", async (_name, position) => {
    const cursor = Buffer.from(JSON.stringify(position)).toString("base64url");
    const sort = position?.[0] ?? "id";
    expect((await send(as, "GET", `${about.path}?sort=${sort}&cursor=${cursor}`)).status).toBe(422);
  });
};

const updating = (about: Resource, as: Caller): void => {
  const row = rowOf(about);
  const { change = {} } = about;

  test("is not changed where there is none", async () => {
    const answer = await send(as, "PATCH", `${about.path}/${randomUUID()}`, { body: change, headers: ifMatch(1) });
    expect(answer.status).toBe(404);
  });

  if (row === null) return;
  test("is changed by those alone who saw its last version", async () => {
    const made = await row();
    const [path, version] = [`${about.path}/${made.id}`, made.version];
    expect((await send(as, "PATCH", path, { body: change })).status).toBe(428);
    const changed = await send(as, "PATCH", path, { body: change, headers: ifMatch(version) });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject(change);
    expect(changed.body.version).toBeGreaterThan(version);
    expect((await send(as, "PATCH", path, { body: change, headers: ifMatch(version) })).status).toBe(412);
  });

  test("is changed by one alone of those who saw the same version", async () => {
    const made = await row();
    const ask = { body: change, headers: ifMatch(made.version) };
    const answers = await Promise.all([1, 2, 3].map(() => send(as, "PATCH", `${about.path}/${made.id}`, ask)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  test("is not changed into what does not fit", async () => {
    const made = await row();
    const wrong = { body: { unheardOf: 1 }, headers: ifMatch(made.version) };
    expect((await send(as, "PATCH", `${about.path}/${made.id}`, wrong)).status).toBe(422);
  });
};

const deleting = (about: Resource, as: Caller): void => {
  const row = rowOf(about);
  if (row === null) return;

  test("is deleted by those alone who saw its last version", async () => {
    const made = await row();
    const [path, version] = [`${about.path}/${made.id}`, made.version];
    expect((await send(as, "DELETE", path)).status).toBe(428);
    expect((await send(as, "DELETE", path, { headers: ifMatch(version + 1) })).status).toBe(412);
    expect((await send(as, "DELETE", path, { headers: ifMatch(version) })).status).toBe(204);
    expect((await send(as, "DELETE", path, { headers: ifMatch(version) })).status).toBe(404);
  });
};
