import { expect, test } from "vitest";
import { accessMatrix, generate } from "../../src/generators/index.ts";
import { accessText } from "../../src/report/index.ts";
import { readSpec } from "../../src/spec/index.ts";
import { example } from "./architectures.ts";

const [guarded] = readSpec(
  `keybeam: 1
name: desk
services:
  desk:
    entities: { Ticket: { fields: { owner: uuid, open: bool = false } } }
    api: { resources: { Ticket: [list, get, create] } }
    operations: { sweep: {} }
    jobs: { nightly: { do: sweep, cron: "0 3 * * *" } }
auth:
  model: jwt
  anonymous: { may: [{ do: [desk.Ticket.get], if: isOpen }] }
  roles:
    member: { may: [desk.Ticket.create, { do: [desk.Ticket.list, desk.Ticket.get], if: isOwner }] }
    lead: { extends: [member], may: [desk.Ticket.list] }
  policies: { isOwner: "resource.owner == user.id", isOpen: "resource.open" }
`,
  "architecture.yaml",
);
if (guarded === null) throw new Error("the spec of the test is not valid");

test.each([["shop", example("shop")], ["policies", guarded]])("the matrix of %s says what the generated backend lets in", (_name, architecture) => {
  const text = generate(architecture, { keybeam: "0.0.0" }).find((file) => file.path === "src/platform/auth/grants.ts")?.content ?? "";
  const anonymous = /anonymous[^=]*= new Set\(\[([\s\S]*?)\]\)/u.exec(text)?.[1] ?? "";
  const granted = new Map<string, readonly string[]>([...text.matchAll(/\["([\w.-]+)", \[([^\]]*)\]\]/gu)].map(([, operation = "", roles = ""]) => [operation, roles.match(/[\w-]+/gu) ?? []]));
  const { roles, rows } = accessMatrix(architecture);
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows.filter(({ route }) => route !== null)) {
    const open = anonymous.includes(`"${row.operation}"`);
    expect(row.anyone !== false, row.operation).toBe(open);
    for (const [index, role] of roles.entries()) {
      expect(row.roles[index] !== false, `${row.operation} ${role}`).toBe(open || (granted.get(row.operation) ?? []).includes(role));
    }
  }
});

test.each([["shop", example("shop")], ["policies", guarded]])("every cell of the matrix of %s is asked from outside by a generated test", (_name, architecture) => {
  const text = generate(architecture, { keybeam: "0.0.0" }).find((file) => file.path === "test/grants.test.ts")?.content ?? "";
  const words = (list: string): readonly string[] => list.match(/\w+/gu) ?? [];
  const asked = new Map([...text.matchAll(/route: "([^"]+)",\s*may: \[([^\]]*)\]/gu)].map(([, route = "", may = ""]) => [route, words(may)] as const));
  const { roles, rows } = accessMatrix(architecture);
  const guardedRows = rows.filter(({ route }) => route !== null);
  expect(words(/const roles: readonly Caller\[\] = \[([^\]]*)\]/u.exec(text)?.[1] ?? "")).toEqual(roles);
  expect([...asked.keys()].sort()).toEqual(guardedRows.map(({ route }) => route).sort());
  for (const { route, anyone, roles: cells } of guardedRows) {
    const may = roles.filter((_role, index) => cells[index] !== false);
    expect(asked.get(route ?? ""), route ?? "").toEqual(anyone === false ? may : ["anyone"]);
  }
});

test("a cell names its policies, and a role has what everybody has", () => {
  const text = accessText(accessMatrix(guarded));
  const cells = (operation: string): string => (text.split("\n").find((line) => line.startsWith(`${operation} `)) ?? "").replace(/ {2,}/gu, " · ");
  expect(cells("desk.Ticket.list")).toBe("desk.Ticket.list · GET /v1/tickets · - · if isOwner · yes");
  expect(cells("desk.Ticket.get")).toBe("desk.Ticket.get · GET /v1/tickets/:id · if isOpen · if isOpen | isOwner · if isOpen | isOwner");
  expect(cells("desk.sweep")).toBe("desk.sweep · no route · - · - · - · job nightly");
  expect(text).toContain("  isOwner  resource.owner == user.id\n");
});
