import type { Architecture, Service } from "../../model/architecture.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";

export const service = (_service: Service, _architecture: Architecture): readonly GeneratedFile[] => [];
