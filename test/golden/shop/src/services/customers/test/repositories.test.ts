import { describeRepositories } from "../../../platform/test/repositories.ts";
import { customerRepository, customerSource, customerStatements } from "../data/customers.ts";
import { memoryRepositories } from "../data/memory.ts";
import { migrations } from "../data/migrations/index.ts";
import { customer1, customer2 } from "./samples.ts";

describeRepositories({
  service: "customers",
  migrations,
  memory: memoryRepositories,
  postgres: { customers: customerRepository },
  samples: [
    {
      repository: "customers",
      rows: [customer1, customer2],
      changed: { ...customer1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: true,
      source: customerSource,
      statements: customerStatements,
    },
  ],
});
