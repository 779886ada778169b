import type { Repository } from "../../../platform/kernel/repository.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
import type { Statement } from "../../../platform/kernel/world.ts";
import type { Payment } from "../domain/payment.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "order",
  json_build_object('amount', "amount_amount"::text, 'currency', "amount_currency") as "amount",
  "status"
from "payments"."payments" as "this"
`;

export const paymentStatements = {
  ...statementsById("payments.Payment", SELECT, '"payments"."payments"'),
  insert: {
    name: "payments.Payment.insert",
    text: `
insert into "payments"."payments" ("id", "created_at", "updated_at", "version", "order", "amount_amount", "amount_currency", "status")
values ($1, $2, $3, $4, $5, $6, $7, $8)
`,
  },
  update: {
    name: "payments.Payment.update",
    text: `
update "payments"."payments" set
  "updated_at" = $3,
  "version" = $4,
  "order" = $5,
  "amount_amount" = $6,
  "amount_currency" = $7,
  "status" = $8
where "id" = $1 and "version" = $2
returning "id"
`,
  },
} satisfies Record<string, Statement>;

export const paymentSource: Source = {
  name: "payments.Payment",
  select: SELECT,
  columns: { id: '"id"', createdAt: '"created_at"', updatedAt: '"updated_at"', status: '"status"', order: '"order"' },
  sorted: ["id", "createdAt", "updatedAt", "status"],
  searched: [],
};

/** Keeps payments on Postgres. */
export const paymentRepository: Repository<Payment> = sqlRepository({
  source: paymentSource,
  statements: paymentStatements,
  values: (row) => [row.order, row.amount.amount, row.amount.currency, row.status],
});
