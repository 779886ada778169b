export interface Tag {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly label: string;
}

/** What is said of a new tag. */
export interface NewTag {
  readonly label: string;
}

export const newTag = (input: NewTag, id: string, now: string): Tag => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  label: input.label,
});
