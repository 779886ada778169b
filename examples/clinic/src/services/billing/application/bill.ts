import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Nothing } from "../../../platform/kernel/json.ts";
import { firstWith } from "../../../platform/kernel/listing.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import { tenantOf } from "../../../platform/kernel/tenant.ts";
import type { BillInput } from "../contract.ts";
import { newInvoice } from "../domain/invoice.ts";
import { VISIT } from "../domain/price.ts";
import type { Ports } from "./ports.ts";

/** Opens an invoice for a visit; a visit has one, however often it is asked for. */
export const bill = (ports: Ports, envelope: Envelope, input: BillInput): Promise<Result<Nothing>> =>
  ports.database.transaction(async (transaction) => {
    const invoices = ports.repositories.invoices(tenantOf(envelope));
    const { items } = await invoices.list(transaction, firstWith({ appointment: input.appointment }));
    if (items.length > 0) return ok({});
    await invoices.insert(transaction, newInvoice({ ...input, amount: VISIT }, ports.newId(), ports.now()));
    return ok({});
  });
