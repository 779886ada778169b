// Guarantees that are taken away one at a time, the faults that make that visible, and what the checker must call it.

const platform = "src/platform";
const STOCK = "src/services/catalog/application/stock.ts";

const REDELIVERY = ["an acknowledgement does not arrive", "messages come again, and out of order"];
const AWAY = ["the broker is killed", "the broker is cut off", "the answer of the broker is lost"];

/** Each text that is replaced must be there once. @param also further edits */
const mutant = (name, found, kinds, file, from, to, { also = [], ...more } = {}) => ({ name, found, kinds, edits: [{ file, from, to }, ...also], topology: "modular-monolith", settings: [], faults: 8, ...more });

export const MUTANTS = [
  mutant("no inbox", ["double effect"], REDELIVERY, `${platform}/broker/consumer.ts`, "fresh.length === 0 ?", "fresh.length < 0 ?"),
  mutant("the inbox is a transaction of its own", ["double effect", "lost event"], ["a commit does not arrive"], `${platform}/broker/consumer.ts`, "message.payload, held);", "message.payload, consumer.database);", { faults: 40, periodMs: 300 }),
  mutant("acknowledged before it is handled", ["lost event"], ["the database is cut off", "a unit is killed"], `${platform}/broker/claims.ts`, "const settlement = await handle(message);", "await claims.done(message);\n  const settlement = await handle(message);"),
  mutant("marked as sent before it is sent", ["lost event"], AWAY, `${platform}/outbox/relay.ts`, "await broker.publish(rows);\n  await client.query(`delete from ${table} where position = any($1)`, [rows.map((row) => row.position)]);", "await client.query(`delete from ${table} where position = any($1)`, [rows.map((row) => row.position)]);\n  await broker.publish(rows);"),
  mutant("no outbox: events go out beside the transaction", ["lost event", "no recovery", "unexpected answer"], ["a unit is killed", "the database is killed"], `${platform}/outbox/outbox.ts`, "await queries.run(insert, [...values, outboxChannel(schema)]);", "setTimeout(() => void queries.run(insert, [...values, outboxChannel(schema)]).catch(() => undefined), 0);"),
  mutant("no store of idempotency keys", ["double effect"], ["the answer to a commit is lost", "a unit is killed"], `${platform}/database/database.ts`, "envelope.idempotencyKey === null ? work(database)", "envelope.idempotencyKey !== undefined ? work(database)"),
  mutant("answers before the commit", ["lost write"], ["a commit does not arrive", "the database is killed"], `${platform}/database/database.ts`, 'const { command } = await client.query("commit");', 'const command: string = "COMMIT";\n    void client.query("commit").catch(() => undefined);'),
  mutant("an unknown outcome is told as a refusal", ["refused write"], ["the answer to a commit is lost"], `${platform}/database/database.ts`, '  fail("outcomeUnknown",', '  fail("unavailable",'),
  mutant("the last to write wins", ["lost update"], ["a unit is killed"], "src/services/customers/application/customers.ts", "found.value.version === version) return found;", "found.value.version > 0) return found;", { faults: 2 }),
  mutant("events of one key out of turn", ["wrong order"], ["the broker is killed", "the broker is cut off"], `${platform}/broker/embedded/statements.ts`, "earlier.key = next.key and earlier.position < next.position", "earlier.key = next.key and earlier.position < 0"),
  mutant("given up at the first failure", ["dead letter"], ["the database is cut off", "the database is killed"], `${platform}/broker/consumer.ts`, "if (message.attempts >= queue.attempts) return bury(reason);", "if (message.attempts >= 1) return bury(reason);"),
  mutant("stock is read without a lock", ["stock", "oversold", "lost update"], ["a unit is killed"], STOCK, "const product = await ports.repositories.products.lock(", "const product = await ports.repositories.products.get(", {
    faults: 3,
    also: [{ file: STOCK, from: ".sort()) await ports.repositories.products.lock(", to: ".sort()) await ports.repositories.products.get(" }],
  }),
  mutant("a breaker never closes", ["no recovery"], ["a unit is killed"], `${platform}/kernel/breaker.ts`, "if (waitMs() > 0) return null;", "if (open) return null;", { topology: "microservices" }),
  mutant("told to stop it just ends", ["process"], ["a unit is told to stop"], `${platform}/lifecycle.ts`, 'process.once("SIGTERM"', 'process.once("SIGWINCH"', { faults: 2 }),
  mutant("a full disk ends who writes a log", ["process", "no recovery"], ["the disk of the logs is full"], `${platform}/telemetry/log.ts`, 'process.stdout.on("error", () => {\n  isTorn = true;\n});', "", { faults: 3 }),
  mutant("what kills its process is tried for ever", ["no recovery"], ["a message kills who handles it"], `${platform}/broker/consumer.ts`, "message.attempts > attempts", "message.attempts > attempts + 1_000", { faults: 1 }),
  { ...mutant("the database says done before its disk does", ["lost write", "lost event", "double effect", "half a write"], ["the database is killed"], "", "", ""), edits: [], settings: ["synchronous_commit=off", "wal_writer_delay=10s"] },
];
