/** What is on its way out. */
export interface Deprecation {
  /** Since when nobody new should use it: a date. */
  readonly since: string;
  /** When it ends; null where nobody has said. */
  readonly sunset: string | null;
  /** The full name of the operation that takes its place; null where none does. */
  readonly use: string | null;
}

declare module "./world.ts" {
  interface Route {
    readonly deprecated?: Deprecation;
  }
}
