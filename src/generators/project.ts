import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import type { GenerateOptions } from "./options.ts";

export const project = (_architecture: Architecture, _options: GenerateOptions): readonly GeneratedFile[] => [];
