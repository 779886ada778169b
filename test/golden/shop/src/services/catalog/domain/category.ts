export interface Category {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly name: string;
}

/** What is said of a new category. */
export interface NewCategory {
  readonly name: string;
}

export const newCategory = (input: NewCategory, id: string, now: string): Category => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  name: input.name,
});
