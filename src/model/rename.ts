/** Something of the spec and what it was called before, each as the spec spells it. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}
