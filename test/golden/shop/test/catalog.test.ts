import { resource } from "./support/resource.ts";
import { categoryInput, productInput, tagInput, text } from "./support/samples.ts";

resource("Category", {
  path: "/v1/categories",
  as: { list: "anyone", get: "anyone", create: "staff" },
  input: categoryInput,
  unique: true,
});

resource("Tag", {
  path: "/v1/tags",
  as: { list: "anyone", create: "staff" },
  input: tagInput,
  unique: true,
});

resource("Product", {
  path: "/v1/products",
  as: { list: "anyone", get: "anyone", create: "staff", update: "staff", delete: "staff" },
  input: productInput,
  change: { name: text("name", { min: 1, max: 200 }) },
  unique: true,
});
