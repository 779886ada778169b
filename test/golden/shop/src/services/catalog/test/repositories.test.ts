import { describeRepositories } from "../../../platform/test/repositories.ts";
import { categoryRepository, categorySource, categoryStatements } from "../data/categories.ts";
import { memoryRepositories } from "../data/memory.ts";
import { migrations } from "../data/migrations/index.ts";
import { productRepository, productSource, productStatements } from "../data/products.ts";
import {
  stockReservationRepository,
  stockReservationSource,
  stockReservationStatements,
} from "../data/stock-reservations.ts";
import { tagRepository, tagSource, tagStatements } from "../data/tags.ts";
import {
  category1,
  category2,
  product1,
  product2,
  stockReservation1,
  stockReservation2,
  tag1,
  tag2,
} from "./samples.ts";

describeRepositories({
  service: "catalog",
  migrations,
  memory: memoryRepositories,
  postgres: {
    categories: categoryRepository,
    tags: tagRepository,
    products: productRepository,
    stockReservations: stockReservationRepository,
  },
  samples: [
    {
      repository: "categories",
      rows: [category1, category2],
      changed: { ...category1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: true,
      source: categorySource,
      statements: categoryStatements,
    },
    {
      repository: "tags",
      rows: [tag1, tag2],
      changed: { ...tag1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: true,
      source: tagSource,
      statements: tagStatements,
    },
    {
      repository: "products",
      rows: [product1, product2],
      changed: { ...product1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: true,
      source: productSource,
      statements: productStatements,
    },
    {
      repository: "stockReservations",
      rows: [stockReservation1, stockReservation2],
      changed: { ...stockReservation1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: true,
      source: stockReservationSource,
      statements: stockReservationStatements,
    },
  ],
});
