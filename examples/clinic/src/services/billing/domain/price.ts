import type { Money } from "../../../platform/kernel/json.ts";

/** What a visit costs until the practice says otherwise. */
export const VISIT: Money = { amount: "45.00", currency: "EUR" };
