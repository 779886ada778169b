import { pageOf } from "../../../platform/kernel/listing.ts";
import type { Repository } from "../../../platform/kernel/repository.ts";
import { pageStatement, type Source } from "../../../platform/kernel/sql.ts";
import type { Statement } from "../../../platform/kernel/world.ts";
import type { Customer } from "../domain/customer.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "name",
  "email",
  "phone"
from "customers"."customers" as "this"
`;

export const customerStatements = {
  get: {
    name: "customers.Customer.get",
    text: `${SELECT}where "id" = $1`,
  },
  lock: {
    name: "customers.Customer.lock",
    text: `${SELECT}where "id" = $1 for update of "this"`,
  },
  insert: {
    name: "customers.Customer.insert",
    text: `
insert into "customers"."customers" ("id", "created_at", "updated_at", "version", "name", "email", "phone")
values ($1, $2, $3, $4, $5, $6, $7)
`,
  },
  update: {
    name: "customers.Customer.update",
    text: `
update "customers"."customers" set
  "updated_at" = $3,
  "version" = $4,
  "name" = $5,
  "email" = $6,
  "phone" = $7
where "id" = $1 and "version" = $2
returning "id"
`,
  },
  remove: {
    name: "customers.Customer.remove",
    text: `
delete from "customers"."customers" where "id" = $1 and "version" = $2 returning "id"
`,
  },
} satisfies Record<string, Statement>;

export const customerSource: Source = {
  name: "customers.Customer",
  select: SELECT,
  columns: {
    id: '"id"',
    createdAt: '"created_at"',
    updatedAt: '"updated_at"',
    name: '"name"',
    email: '"email"',
    phone: '"phone"',
  },
  sorted: ["id", "createdAt", "updatedAt", "name", "email"],
  searched: [],
};

/** Keeps customers on Postgres. */
export const customerRepository: Repository<Customer> = {
  get: async (queries, id) => {
    const rows = await queries.run<Customer>(customerStatements.get, [id]);
    return rows[0] ?? null;
  },
  lock: async (queries, id) => {
    const rows = await queries.run<Customer>(customerStatements.lock, [id]);
    return rows[0] ?? null;
  },
  list: async (queries, query) => {
    const { statement, values } = pageStatement(customerSource, query);
    return pageOf(await queries.run<Customer>(statement, values), query);
  },
  insert: async (queries, row) => {
    const values = [row.id, row.createdAt, row.updatedAt, row.version, row.name, row.email, row.phone];
    await queries.run(customerStatements.insert, values);
  },
  update: async (queries, from, to) => {
    const values = [from.id, from.version, to.updatedAt, to.version, to.name, to.email, to.phone];
    const written = await queries.run(customerStatements.update, values);
    return written.length > 0;
  },
  remove: async (queries, row) => {
    const removed = await queries.run(customerStatements.remove, [row.id, row.version]);
    return removed.length > 0;
  },
};
