/** What a service answers over GraphQL. */
export interface Graph {
  /** In GraphQL's schema language. */
  readonly schema: string;
  /** The operation behind each field of `Query` and `Mutation`. */
  readonly operations: Readonly<Record<string, string>>;
}

declare module "./world.ts" {
  interface Service<Client> {
    /** Left out where it is not asked so. */
    readonly graph?: Graph;
  }
}
