import { owned } from "./support/owners.ts";
import { orderInput } from "./support/samples.ts";

owned("Order", {
  path: "/v1/orders",
  by: "staff",
  input: orderInput,
  field: "customer",
  role: "customer",
  may: ["list", "get"],
});
