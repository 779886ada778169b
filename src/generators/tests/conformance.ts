import type { Architecture } from "../../model/architecture.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";

export const conformanceTest = (_architecture: Architecture): readonly GeneratedFile[] => [];
