import { describeRepositories } from "../../../platform/test/repositories.ts";
import { memoryRepositories } from "../data/memory.ts";
import { migrations } from "../data/migrations/index.ts";
import { paymentRepository, paymentSource, paymentStatements } from "../data/payments.ts";
import { payment1, payment2 } from "./samples.ts";

describeRepositories({
  service: "payments",
  migrations,
  memory: memoryRepositories,
  postgres: { payments: paymentRepository },
  samples: [
    {
      repository: "payments",
      rows: [payment1, payment2],
      changed: { ...payment1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: true,
      source: paymentSource,
      statements: paymentStatements,
    },
  ],
});
