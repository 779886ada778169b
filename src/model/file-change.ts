/** A text file that is to change; where `from` and `to` differ it is moved. */
export interface FileChange {
  /** POSIX path from the project's folder. */
  readonly from: string;
  readonly to: string;
  /** What was read. */
  readonly before: string;
  readonly after: string;
}
