import { type Grant, type Policy, whereField } from "../../../platform/kernel/policy.ts";
import type { Order } from "./order.ts";

/** resource.customer == user.id */
export const isTheirs: Policy<Order> = {
  holds: (row, { user }) => row.customer === user.id,
  where: ({ user }) => whereField("customer", "=", user.id),
};

/** Who may do what with an order, and with which. */
export const orderGrants = {
  list: [{ roles: ["customer"], only: isTheirs }, { roles: ["admin", "staff"] }],
  get: [{ roles: ["customer"], only: isTheirs }, { roles: ["admin", "staff"] }],
  create: [{ roles: ["customer"], only: isTheirs }, { roles: ["admin", "staff"] }],
  update: [{ roles: ["admin", "staff"] }],
  delete: [{ roles: ["admin", "staff"] }],
  place: [{ roles: ["customer"], only: isTheirs }, { roles: ["admin", "staff"] }],
  pay: [{ roles: ["admin", "staff"] }],
  cancel: [{ roles: ["admin", "staff"] }],
} satisfies Record<string, readonly Grant<Order>[]>;
