import type { Repository } from "../../../platform/kernel/repository.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
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
  ...statementsById("customers.Customer", SELECT, '"customers"."customers"'),
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
export const customerRepository: Repository<Customer> = sqlRepository({
  source: customerSource,
  statements: customerStatements,
  values: (row) => [row.name, row.email, row.phone],
});
