import { describe, expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec } from "../../src/spec/index.ts";

const spec = (topology = "modular-monolith", tenancy = "tenancy: { by: orgs.Organisation, member: orgs.Member }"): string => `keybeam: 1
name: rooms
topology: ${topology}
services:
  orgs:
    entities:
      Organisation: { fields: { name: string(1..80) } }
      Member: { fields: { user: { type: uuid, unique: true } } }
      Plan: { ${tenancy === "" ? "" : "tenant: none, "}fields: { name: string(1..40) } }
    api: { resources: { Organisation: [list, get, create], Member: [list, get, create], Plan: [list, get] } }
  bookings:
    entities:
      Room: { fields: { name: { type: string(1..80), unique: true } } }
      Tag: { fields: { label: string(1..40) } }
      Booking: { fields: { room: Room, tags: set(Tag), items: list(Item), status: enum(asked | agreed) = asked }, indexes: [status], transitions: { status: { agree: asked -> agreed } } }
      Item: { fields: { what: string(1..40) } }
    api: { resources: { Room: [list, get, create], Tag: [list, create], Booking: [list, get, create, update, delete] } }
${tenancy}
auth:
  model: jwt
  selfRegistration: owner
  anonymous: { may: [orgs.Plan.list] }
  roles: { owner: { may: [all] } }
`;

const filesOf = (text: string): ReadonlyMap<string, string> => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
};

describe("rows of tenants", () => {
  const files = filesOf(spec());
  const content = (path: string): string => files.get(path) ?? "";

  test("every key, index and reference of the database begins with the tenant", () => {
    const sql = content("src/services/bookings/data/migrations/0001-create-tables.ts");
    const bounds = sql.match(/(?:primary key|unique|foreign key|on "bookings"\."\w+") \([^)]*\)|references "\w+"\."\w+" \([^)]*\)/gu) ?? [];
    expect(bounds.length).toBeGreaterThan(12);
    expect(bounds.filter((one) => !one.includes('("_tenant", '))).toEqual([]);
    expect(content("src/services/orgs/data/migrations/0001-create-tables.ts")).toMatch(/"plans" \(\n {2}"id" uuid primary key,\n {2}"created_at"/u);
  });

  test("every statement on such a table names the tenant", () => {
    const text = content("src/services/bookings/data/bookings.ts");
    const statements = text.match(/text: `[\s\S]*?`,/gu) ?? [];
    expect(statements.length).toBe(6);
    expect(text).toMatch(/\.\.\.statementsById\((?:[^()]*), true\),/u);
    expect(statements.filter((one) => !one.includes("_tenant"))).toEqual([]);
    expect(text).toContain("    tenant,\n  });");
    expect(content("src/services/orgs/data/plans.ts")).not.toContain("tenant");
  });

  test("use cases find rows by the tenant of the envelope alone, and a tenant's own row has its id", () => {
    const cases = content("src/services/bookings/application/bookings.ts");
    expect(cases.match(/ports\.repositories\.bookings/gu)).toHaveLength(1);
    expect(cases).toContain("ports.repositories.bookings(tenantOf(envelope))");
    expect(content("src/services/orgs/application/organisations.ts")).toContain("newOrganisation(input, tenantOf(envelope), ports.now())");
  });

  test("a token names its tenant, and one that does not is none", () => {
    expect(content("src/platform/auth/tokens.ts")).toContain('"roles", "tenant"]');
    expect(content("src/services/accounts/application/create-account.ts")).toContain("tenant: input.tenant ?? ports.newId()");
    expect([...files.keys()].filter((path) => path.includes("tenant")).sort()).toEqual([
      "src/platform/kernel/memory-tenants.ts",
      "src/platform/kernel/tenant.ts",
      "src/platform/test/tenants.ts",
      "src/services/accounts/data/migrations/0002-add-tenants.ts",
      "src/services/bookings/test/tenants.test.ts",
      "src/services/orgs/test/tenants.test.ts",
      "test/support/tenants.ts",
      "test/tenants.test.ts",
    ]);
  });

  test("services and kernel are the same in every topology", () => {
    const inside = (all: ReadonlyMap<string, string>): readonly (readonly [string, string])[] => [...all].filter(([path]) => /^src\/(?:services|platform\/kernel)\//u.test(path));
    for (const topology of ["microservices"]) {
      const known = new Map(inside(files));
      const differing = inside(filesOf(spec(topology))).filter(([path, text]) => known.has(path) && known.get(path) !== text);
      expect(differing.map(([path]) => path), topology).toEqual([]);
    }
  });

  test("what can only be made has no route to try from elsewhere", () => {
    const made = filesOf(spec().replace("Tag: [list, create]", "Tag: [create]")).get("test/tenants.test.ts") ?? "";
    expect(made).toContain('belonging("Room"');
    expect(made).not.toContain('belonging("Tag"');
  });

  test("without tenancy nothing of it is generated", () => {
    const plain = filesOf(spec("modular-monolith", ""));
    const said = [...plain].filter(([path, text]) => path.startsWith("src/services") && /tenant/iu.test(path + text));
    expect(said.map(([path]) => path)).toEqual([]);
  });
});

describe("what would be there for more than its tenant is refused", () => {
  test.each([
    ["rows for anybody", spec().replace("[orgs.Plan.list]", "[bookings.Room.list]"), "is for everybody"],
    ["a shared row that names a tenant's", spec().replace("name: string(1..40)", "name: string(1..40), first: Member"), "refers to `Member`"],
    ["a backend without credentials", spec().replace(/auth:[\s\S]*/u, "auth: { model: none }\n"), "nobody's tenant"],
    ["tenants that are nobody's", spec().replace("Organisation: { fields", "Organisation: { tenant: none, fields"), "has `tenant: none`"],
  ])("%s", (_name, text, why) => {
    const [, diagnostics] = readSpec(text, "architecture.yaml");
    expect(diagnostics.filter((one) => one.severity === "error").map((one) => [one.rule, one.message])).toEqual([["open-tenant", expect.stringContaining(why)]]);
  });
});
