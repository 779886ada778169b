/** The three sides of a merge: as last rendered, as on disk, as rendered now. */
export interface Sides<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

export const eachSide = <T, U>({ base, ours, theirs }: Sides<T>, of: (side: T) => U): Sides<U> => ({
  base: of(base),
  ours: of(ours),
  theirs: of(theirs),
});
