// Ten changes that a shop goes through, one after the other: what is typed, or what becomes of the spec.

const replaced = (from, to) => (spec) => {
  if (!spec.includes(from)) throw new Error(`the spec has no ${JSON.stringify(from)}`);
  return spec.replace(from, () => to);
};

/** Each: what it is, and an edit of the spec's text or the words of keybeam commands. */
export const changes = [
  { what: "a field with a default", add: [["field", "catalog.Product.weight", "int(0..) = 0"]] },
  { what: "a field that everybody must have, and a longer one", edit: replaced("          note: optional(string(..500))\n", "          note: optional(string(..900))\n          gift: bool = false\n") },
  { what: "an entity with its routes", add: [["entity", "customers.Address", "street: string(1..200); city: string(1..80); customer: optional(Customer)", "--api", "all"]] },
  { what: "an operation to be written by hand", add: [["operation", "orders.track", "--http", "GET /tracking", "--kind", "query", "--takes", "order: uuid", "--answers", "status: string(..20)"], ["grant", "customer", "orders.track"]] },
  { what: "an event, who publishes it and who hears it", add: [["event", "payments.PaymentRefunded", "payment: uuid; order: uuid"], ["operation", "payments.refund", "--takes", "payment: uuid", "--emits", "PaymentRefunded"], ["reaction", "catalog.releaseStock", "payments.PaymentRefunded"]] },
  { what: "a service", add: [["service", "reviews", "--entity", "Review", "--fields", "product: catalog.Product; stars: int(1..5); text: optional(text)", "--api", "all"]] },
  { what: "a field by another name", edit: replaced("          note: optional(string(..900))\n", "          remark: { type: optional(string(..900)), was: note }\n") },
  { what: "a field less", edit: replaced("          phone: optional(string(..30))\n", "") },
  { what: "a process and a database for each service", edit: replaced("topology: modular-monolith", "topology: microservices") },
  { what: "a role, a queue's patience and the way back to one process", edit: (spec) => replaced("    attempts: 5\n", "    attempts: 9\n")(replaced("topology: microservices", "topology: monolith")(spec)), add: [["role", "support", "orders.Order.list,orders.Order.get,reviews.Review.delete", "--extends", "customer"]] },
];
