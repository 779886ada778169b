/** Keys with at most one `*`, as in `paths` and in a package's `imports`, and what each stands for. */
export interface Pattern<T> {
  readonly prefix: string;
  /** Null for a key without a star: the whole name must be equal. */
  readonly suffix: string | null;
  readonly value: T;
}

export function pattern<T>(key: string, value: T): Pattern<T> {
  const star = key.indexOf("*");
  return star < 0
    ? { prefix: key, suffix: null, value }
    : { prefix: key.slice(0, star), suffix: key.slice(star + 1), value };
}

/** The best match: an exact one, else the longest prefix; with what the star stands for. */
export function match<T>(
  patterns: readonly Pattern<T>[],
  name: string,
): { readonly value: T; readonly star: string } | null {
  let best: Pattern<T> | null = null;
  for (const one of patterns) {
    if (one.suffix === null && one.prefix === name) return { value: one.value, star: "" };
    if (one.suffix === null || name.length < one.prefix.length + one.suffix.length) continue;
    const fits = name.startsWith(one.prefix) && name.endsWith(one.suffix);
    if (fits && (best === null || one.prefix.length > best.prefix.length)) best = one;
  }
  if (best === null || best.suffix === null) return null;
  return { value: best.value, star: name.slice(best.prefix.length, name.length - best.suffix.length) };
}
