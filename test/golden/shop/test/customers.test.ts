import { resource } from "./support/resource.ts";
import { customerInput, text } from "./support/samples.ts";

resource("Customer", {
  path: "/v1/customers",
  as: { list: "staff", get: "staff", create: "staff", update: "staff" },
  input: customerInput,
  change: { name: text("name", { min: 1, max: 200 }) },
  unique: true,
});
