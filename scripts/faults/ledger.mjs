// What the shop gets besides: a service that counts whatever happens to it, and guards itself against nothing. Twice is twice.

const SPEC = `
  ledger:
    description: Writes down what happens, each time that it happens.
    entities:
      Account: { fields: { name: { type: string(1..80), unique: true }, balance: int = 0 } }
      Entry: { fields: { account: Account, amount: int, memo: string(1..80) } }
      Mark: { fields: { order: uuid, what: string(1..20) } }
    api: { resources: { Account: [list, get, create], Entry: [list], Mark: [list] } }
    operations:
      deposit:
        http: POST /deposits
        input: { account: uuid, amount: int(1..1000), memo: string(1..80) }
        output: { entry: uuid, balance: int }
        idempotency: key
      note: { input: { order: uuid, customer: optional(uuid) } }
      noteSettled: { input: { order: uuid } }
      noteFailed: { input: { order: uuid } }
    reacts:
      orders.OrderPlaced: note
      orders.OrderCancelled: note
      payments.PaymentSettled: noteSettled
      payments.PaymentFailed: noteFailed
`;

const DEPOSIT = `import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import type { DepositInput, DepositOutput } from "../contract.ts";
import { newEntry } from "../domain/entry.ts";
import type { Ports } from "./ports.ts";

export const deposit = (ports: Ports, _envelope: Envelope, input: DepositInput): Promise<Result<DepositOutput>> =>
  ports.database.transaction(async (transaction) => {
    const account = await ports.repositories.accounts.lock(transaction, input.account);
    if (account === null) return fail("notFound", "There is no such account.");
    const balance = account.balance + input.amount;
    const changed = { ...account, balance, updatedAt: ports.now(), version: account.version + 1 };
    await ports.repositories.accounts.update(transaction, account, changed);
    const entry = newEntry({ account: account.id, amount: input.amount, memo: input.memo }, ports.newId(), ports.now());
    await ports.repositories.entries.insert(transaction, entry);
    return ok({ entry: entry.id, balance });
  });
`;

/** The order whose message ends whoever handles it. */
export const KILLER = "00000000-0000-7000-8000-0000000000dd";

/** @param name of the operation @param what an expression that says what happened */
const markOf = (name, what) => `import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { N${name.slice(1)}Input } from "../contract.ts";
import { newMark } from "../domain/mark.ts";
import type { Ports } from "./ports.ts";

export const ${name} = (ports: Ports, _envelope: Envelope, input: N${name.slice(1)}Input): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    if (input.order === "${KILLER}") process.kill(process.pid, "SIGKILL");
    const mark = newMark({ order: input.order, what: ${what} }, ports.newId(), ports.now());
    await ports.repositories.marks.insert(transaction, mark);
    return ok({});
  });
`;

/** The spec of the shop with the service in it. */
export const withLedger = (text) => text.replace("\nqueues:\n", `${SPEC}\nqueues:\n`);

/** What is written by hand, by its file in the project. One operation hears two events of an order: it hears them in their order. */
export const LEDGER = {
  "deposit.ts": DEPOSIT,
  "note.ts": markOf("note", 'input.customer == null ? "cancelled" : "placed"'),
  "note-settled.ts": markOf("noteSettled", '"settled"'),
  "note-failed.ts": markOf("noteFailed", '"failed"'),
};
