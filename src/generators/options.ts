import type { History } from "./history.ts";

export interface GenerateOptions {
  /** What package.json says of the dependency on keybeam: a version, or `file:` and where it was made from. */
  readonly keybeam: string;
  /** What was rendered of the services' tables before; left out, nothing. */
  readonly history?: History;
  /** What left the spec and is to go with what it holds, or is to hold of every row by now, as `orders.Order.note`. */
  readonly contract?: readonly string[];
}
