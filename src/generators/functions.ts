import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { FUNCTIONS_UNIT } from "./endpoints.ts";
import { frontFile, functionsFile } from "./functions/composition.ts";
import { deployedFunctions, FRONT, functionUnits } from "./functions/deployed.ts";
import { templateFile } from "./functions/template.ts";
import { copied } from "./render/index.ts";
import { emulatorFile } from "./functions/emulator.ts";

/** The composition roots of all units that run as functions, and what runs them without a cloud. */
export const functions = (architecture: Architecture): readonly GeneratedFile[] => {
  const units = functionUnits(architecture);
  if (units.length === 0) return [];
  const deployed = deployedFunctions(architecture);
  const roots = units.map((unit) => {
    const own = deployed.filter((one) => one.folder === unit.name);
    return merged(`${unit.name}/functions.ts`, functionsFile(unit, own, architecture));
  });
  return [
    ...roots,
    merged(`${FRONT}/functions.ts`, frontFile(architecture)),
    merged(`${FUNCTIONS_UNIT}/main.ts`, emulatorFile(deployed, architecture)),
    { path: "deploy/functions.yaml", content: templateFile(architecture), ownership: "merged" },
    ...copied("serverless", (path) => path === "esbuild.config.ts"),
  ];
};

const merged = (name: string, content: string): GeneratedFile => ({ path: `src/apps/${name}`, content, ownership: "merged" });
