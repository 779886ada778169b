export interface Customer {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

/** What is said of a new customer. */
export interface NewCustomer {
  readonly name: string;
  readonly email: string;
  readonly phone?: string | null;
}

/** What may change of a customer; null takes an optional value away. */
export interface CustomerChanges {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string | null;
}

export const newCustomer = (input: NewCustomer, id: string, now: string): Customer => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  name: input.name,
  email: input.email,
  phone: input.phone ?? null,
});

export const changedCustomer = (current: Customer, changes: CustomerChanges, now: string): Customer => ({
  ...current,
  ...changes,
  updatedAt: now,
  version: current.version + 1,
});
