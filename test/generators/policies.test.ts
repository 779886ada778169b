import { runInNewContext } from "node:vm";
import { evaluate } from "@marcbachmann/cel-js";
import { describe, expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec } from "../../src/spec/index.ts";

const spec = (expression: string, grants = "desk.Ticket.list, desk.Ticket.get"): string => `keybeam: 1
name: desk
services:
  desk:
    entities:
      Ticket:
        fields:
          owner: uuid
          helper: optional(uuid)
          title: string(1..200)
          shared: bool = false
          prio: int(0..9) = 1
          due: optional(date)
          status: enum(open | taken | closed) = open
          watchers: list(uuid)
    api: { resources: { Ticket: [list, get, create, update, delete] } }
    operations: { bid: { http: POST /bids, input: { amount: int, memo: optional(string) } } }
auth:
  model: jwt
  roles:
    member: { may: [{ do: [${grants}], if: p }, desk.Ticket.create, desk.Ticket.update, desk.Ticket.delete] }
    staff: { may: [all] }
  policies: { p: ${JSON.stringify(expression)} }
`;

const filesOf = (text: string): ReadonlyMap<string, string> => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
};

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";

const rows = [A, B].flatMap((owner) =>
  [null, A].flatMap((helper) =>
    (["open", "closed"] as const).flatMap((status) =>
      [1, 7].map((prio) => ({
        id: B, createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-02T00:00:00.000Z", version: prio,
        owner, helper, title: "all: read this", shared: prio === 1, prio, due: helper === null ? null : "2026-05-05", status, watchers: helper === null ? [] : [A, B],
      })))));

const users = [{ id: A, roles: ["member"] }, { id: B, roles: ["member", "lead"] }];

/** What CEL itself says; where it cannot say, nothing is allowed. */
const meant = (expression: string, row: (typeof rows)[number], user: (typeof users)[number]): boolean => {
  const resource = { ...row, prio: BigInt(row.prio), version: BigInt(row.version) };
  try {
    return evaluate(expression, { resource, user, now: "2026-01-01T00:00:00.000Z" }) === true;
  } catch {
    return false;
  }
};

describe("a policy does in TypeScript what it says in CEL", () => {
  test.each([
    "resource.owner == user.id",
    "user.id != resource.owner",
    "resource.helper == user.id || resource.helper == null",
    "!(resource.helper == user.id) && !(resource.status == 'open')",
    "resource.shared && !(resource.prio > 5 || 'lead' in user.roles)",
    "!resource.shared || resource.prio <= 1 && resource.status in ['open', \"taken\"]",
    "!(resource.status in ['closed']) && resource.createdAt <= now",
    "resource.createdAt < resource.updatedAt && resource.version != 7",
    "has(resource.id) && !(!(resource.shared))",
    "user.id in resource.watchers",
    "size(resource.title) == 14 && resource.title.startsWith('all: ') && !resource.title.contains('x') && resource.title.endsWith('this')",
    "size(resource.watchers) > 1 || false",
  ])("%s", (expression) => {
    const text = filesOf(spec(expression, "desk.Ticket.get")).get("src/services/desk/domain/ticket.policies.ts") ?? "";
    const [, source = ""] = /holds: ([\s\S]*?),\n\}/u.exec(text) ?? [];
    const holds: (row: object, asker: object) => boolean = runInNewContext(`(${source})`);
    const said = rows.flatMap((row) => users.map((user) => holds(row, { user, now: "2026-01-01T00:00:00.000Z" })));
    expect(said).toEqual(rows.flatMap((row) => users.map((user) => meant(expression, row, user))));
  });
});

test("a list asks in its query, an operation by its input, and everybody else comes in as before", () => {
  const files = filesOf(spec("resource.owner == user.id"));
  expect(files.get("src/services/desk/domain/ticket.policies.ts")).toContain('where: ({ user }) => whereField("owner", "=", user.id)');
  expect(files.get("src/services/desk/application/tickets.ts")).toContain("withinReach(query.value, ticketGrants.list, envelope, ports.now())");
  expect(files.get("src/platform/auth/grants.ts")).toContain('["desk.Ticket.get", ["member", "staff"]]');
  const operation = filesOf(spec("input.amount < 5 && !has(input.memo)", "desk.bid"));
  expect(operation.get("src/services/desk/application/operations.policies.ts")).toContain("input.amount < 5 && (input.memo ?? null) === null");
  expect(operation.get("src/services/desk/service.ts")).toContain("bid: guarded(bidGrants, ports.now, open.bid)");
});

test("without policies nothing of them is generated", () => {
  const files = filesOf(spec("resource.owner == user.id").replace("{ do: [desk.Ticket.list, desk.Ticket.get], if: p }, ", ""));
  expect([...files.keys()].filter((path) => path.includes("polic"))).toEqual([]);
  expect([...files].filter(([path, text]) => path.startsWith("src/services") && text.includes("Grant"))).toEqual([]);
});

describe("what cannot be compiled is refused at its place", () => {
  test.each([
    ["resource.titel == 'x'", "there is no field `titel`"],
    ["resource.status == 'opened'", "`status` is never `opened`"],
    ["resource.prio == 'x'", "are not of one type"],
    ["resource.due < resource.due", "may be null"],
    ["resource.title < 'x'", "has no order"],
    ["resource.prio * 2 > 3", "does not calculate"],
    ["resource.title.matches('(a+)+b')", "`matches()` is not understood"],
    ["user.email == resource.title", "nothing that is known of a user"],
    ["input.amount > 3", "looks at `resource`"],
    ["1 == 1", "written out"],
    ["resource.title", "neither true nor false"],
  ])("%s", (expression, why) => {
    const [, diagnostics] = readSpec(spec(expression, "desk.Ticket.get"), "architecture.yaml");
    expect(diagnostics.filter((one) => one.severity === "error").map((one) => [one.rule, one.message])).toEqual([["bad-policy", expect.stringContaining(why)]]);
  });
});
