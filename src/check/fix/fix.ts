import type { Diagnostic } from "../../model/diagnostic.ts";
import type { ImportGraph } from "../graph.ts";
import type { Project } from "../project.ts";

/** A replacement within one file; offsets in UTF-16 units of the text as it is. */
export interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A change of code that takes findings away and changes nothing of what the program does. */
export interface Fix {
  /** What it does, as a sentence. */
  readonly title: string;
  /** The findings that it takes away. */
  readonly cures: readonly Diagnostic[];
  readonly edits: readonly Edit[];
  readonly move: Move | null;
}

/** The code as it is judged, with the findings that a fix may be for. */
export interface Scene {
  readonly graph: ImportGraph;
  readonly project: Project;
  readonly findings: readonly Diagnostic[];
}

/** Finds the fixes of one kind; whether they hold is proven afterwards by judging the code that they make. */
export type Maker = (scene: Scene) => Promise<readonly Fix[]>;
