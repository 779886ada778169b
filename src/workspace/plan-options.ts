import type { GeneratedFile } from "../model/file-tree.ts";
import type { Rename } from "../model/rename.ts";
import type { Compile } from "./merge/compile.ts";

/** What a rendering is compared under. */
export interface PlanOptions {
  /** Version of this keybeam, for the manifest. */
  readonly keybeam: string;
  /** Whether to note this version as the project's where nothing else is to be written. */
  readonly upgrade?: boolean;
  /** Files that come with the project and are the user's from the start, as an example's; each wins over a rendered file of its path. */
  readonly given?: readonly GeneratedFile[];
  /** A file that the user deleted and wants again. */
  readonly restore?: string | undefined;
  /** Whether a conflict goes into the file itself, between markers; left out, the new rendering lies beside it. */
  readonly markers?: boolean | undefined;
  /** What the spec says, to be kept for the next run to compare with. */
  readonly spec?: string | undefined;
  /** Files that the rendering was made from, as the spec, each by its path from the project's folder and as it was read. */
  readonly read?: ReadonlyMap<string, Buffer>;
  /** What the spec renames. */
  readonly renames?: readonly Rename[];
  /** How a merge is compiled before it is believed; left out, it is not. */
  readonly compile?: Compile;
}
