import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { called } from "../kernel/call.ts";
import { defineContract, type Method } from "../kernel/contract.ts";
import { uncancelled } from "../kernel/deadline.ts";
import { deferTo } from "../kernel/deferred.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";
import { deliver } from "../outbox/deliveries.ts";
import { writeToOutbox } from "../outbox/outbox.ts";

interface Note {
  readonly text: string;
}
interface NotesClient {
  readonly note: Method<Note, Readonly<Record<string, never>>>;
  readonly tell: Method<Note, Readonly<Record<string, never>>>;
  readonly look: Method<Note, Readonly<Record<string, never>>>;
}

const anything = { type: "object" };
const command = { kind: "command", timeoutMs: 1_000, input: anything, output: anything, errors: {} } as const;
const contract = defineContract<NotesClient>({
  service: "notes",
  methods: {
    note: { ...command, idempotency: "key" },
    tell: { ...command, idempotency: "none" },
    look: { ...command, kind: "query", idempotency: "natural" },
  },
  events: {},
});

const url = process.env["TEST_DATABASE_URL"] ?? "";
const said: string[] = [];
const say = (message: string): void => void said.push(message);
const log: Log = { info: say, warn: say, error: say };
const pool = createPool({ url, name: "deferring", role: roleOf("deferring"), connections: 3 }, log);
const database = createDatabase(pool, {
  publish: writeToOutbox("deferring"),
  once: (held, _envelope, _method, _input, work) => work(held),
});

/** What the callee does with each call, and what it was called with. */
let held: Promise<void> = Promise.resolve();
let answer: (text: string) => Result<Readonly<Record<string, never>>>;
const seen: (Note & Pick<Envelope, "idempotencyKey" | "user" | "service" | "requestId">)[] = [];
const method: NotesClient["note"] = async ({ idempotencyKey, user, service, requestId }, { text }) => {
  seen.push({ text, idempotencyKey, user, service, requestId });
  await held;
  return answer(text);
};
const client: NotesClient = { note: method, tell: method, look: method };
const keys = ["one", "two", "three"];
const notes = called(contract, client, {
  caller: "deferring",
  timeoutMs: null,
  retries: 0,
  fallback: { kind: "queue", newKey: () => keys.shift() ?? "none left", keep: deferTo("notes", { database }) },
  log,
});

const envelope = (): Envelope => ({
  user: { id: "alice", roles: ["customer"] },
  service: null,
  tenant: null,
  requestId: "request",
  traceparent: "",
  deadline: performance.now() + 5_000,
  cancellation: uncancelled,
  idempotencyKey: null,
});

const service = { contract: { ...contract, service: "deferring" }, deferred: [{ contract, client }] };
const deliverAll = async (): Promise<void> => {
  while (await deliver(service, database, log));
};
const rows = async (): Promise<readonly string[]> => {
  const all = { name: "all", text: 'select event from "deferring"."_outbox" order by position' };
  return (await database.run<{ event: string }>(all, [])).map(({ event }) => event);
};

beforeAll(() => migrate(url, [{ service: "deferring", migrations: [] }], log));

beforeEach(async () => {
  await database.run({ name: "clear", text: 'delete from "deferring"."_outbox"' }, []);
  seen.length = 0;
  said.length = 0;
  answer = () => ok({});
});

afterAll(() => pool.end());

test("a command waits while its callee is away, and is made when it is back: once, in order, as it was", async () => {
  answer = () => fail("unavailable", "away");
  expect(await notes.note(envelope(), { text: "first" })).toEqual(ok({}));
  expect(await notes.note(envelope(), { text: "second" })).toEqual(ok({}));
  await deliverAll();
  expect(await rows()).toEqual(["call:notes.note", "call:notes.note"]);
  answer = () => ok({});
  seen.length = 0;
  await deliverAll();
  const as = { user: { id: "alice", roles: ["customer"] }, service: "deferring", requestId: "request" };
  expect(seen).toEqual([
    { text: "first", idempotencyKey: "one", ...as },
    { text: "second", idempotencyKey: "two", ...as },
  ]);
  expect(await rows()).toEqual([]);
});

test("a command of which nobody knows whether it took effect waits under the key that it was tried with", async () => {
  answer = () => fail("outcomeUnknown", "lost");
  expect(await notes.note({ ...envelope(), idempotencyKey: "mine" }, { text: "lost" })).toEqual(ok({}));
  answer = () => ok({});
  await deliverAll();
  expect(seen.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["mine", "mine"]);
});

test("a refusal is an answer, and neither a query waits nor what would take effect twice", async () => {
  answer = () => fail("conflict", "no");
  expect(await notes.note(envelope(), { text: "refused" })).toMatchObject({ ok: false });
  answer = () => fail("unavailable", "away");
  expect(await notes.tell(envelope(), { text: "told" })).toMatchObject({ ok: false });
  expect(await notes.look(envelope(), { text: "looked" })).toMatchObject({ ok: false });
  expect(await rows()).toEqual([]);
});

test("a call that is refused when it is made at last is kept aside and said, and holds up no other", async () => {
  answer = () => fail("unavailable", "away");
  await notes.note(envelope(), { text: "bad" });
  await notes.note(envelope(), { text: "good" });
  answer = (text) => (text === "bad" ? fail("conflict", "no") : ok({}));
  await deliverAll();
  expect(await rows()).toEqual(["refused:notes.note"]);
  expect(said).toContain("a call that waited is refused");
});

test("a call that fails for ever is given time, says so, and then makes room", async () => {
  answer = () => fail("unavailable", "away");
  await notes.note(envelope(), { text: "bad" });
  await notes.note(envelope(), { text: "good" });
  answer = (text) => (text === "bad" ? fail("internal", "a fault of theirs") : ok({}));
  await deliverAll();
  await deliverAll();
  expect(await rows()).toEqual(["call:notes.note", "call:notes.note"]);
  expect(said.filter((message) => message.includes("the others wait behind it"))).toHaveLength(1);
  const often = `update "deferring"."_outbox" set payload = payload || '{"failures": 600}' where payload ? 'failures'`;
  await database.run({ name: "often", text: often }, []);
  await deliverAll();
  expect(await rows()).toEqual(["refused:notes.note"]);
  expect(said).toContain("a call that waited is refused");
});

test("while one instance makes a call no other makes it, nor one behind it", async () => {
  answer = () => fail("unavailable", "away");
  for (const text of ["a", "b"]) await notes.note(envelope(), { text });
  answer = () => ok({});
  seen.length = 0;
  let release = (): void => undefined;
  held = new Promise((resolve) => {
    release = resolve;
  });
  const first = deliver(service, database, log);
  await vi.waitFor(() => expect(seen).toHaveLength(1), 5_000);
  const others = Promise.all([deliver(service, database, log), deliver(service, database, log)]);
  await Promise.race([others, new Promise((resolve) => setTimeout(resolve, 500))]);
  expect(seen.map(({ text }) => text)).toEqual(["a"]);
  release();
  expect([await first, ...(await others)]).toEqual([true, false, false]);
  await Promise.all([deliverAll(), deliverAll()]);
  expect(seen.map(({ text }) => text)).toEqual(["a", "b"]);
});
