import type { Architecture } from "../../model/architecture.ts";
import type { GenerateOptions } from "../options.ts";
import { developmentPackages, OVERRIDES, optionalPackages, runtimePackages } from "./packages.ts";
import { scripts } from "./scripts.ts";

/** package.json, as npm itself would write it. */
export const packageJson = (architecture: Architecture, options: GenerateOptions): string => {
  const content = {
    name: architecture.name,
    version: "0.1.0",
    private: true,
    ...(architecture.description === "" ? {} : { description: architecture.description }),
    type: "module",
    engines: { node: ">=20.19" },
    scripts: Object.fromEntries(scripts(architecture).map((script) => [script.name, script.runs])),
    dependencies: runtimePackages(architecture),
    devDependencies: developmentPackages(architecture, options.keybeam),
    optionalDependencies: optionalPackages(architecture),
    overrides: OVERRIDES,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
};
