/** Where an import leads. */
export type Target =
  /** With the name of the package, where it is one of another package of the project, which somebody must link. */
  | { readonly kind: "file"; readonly path: string; readonly linked?: string }
  /** A package by its name alone; nothing of `node_modules` is read. */
  | { readonly kind: "package"; readonly name: string }
  /** One of Node's own modules, without `node:`. */
  | { readonly kind: "builtin"; readonly name: string }
  /** Declared in a `declare module`, or a name with a wildcard: no file is meant. */
  | { readonly kind: "none" }
  /** Why nothing was found, as the end of a sentence. */
  | { readonly kind: "unresolved"; readonly reason: string };
