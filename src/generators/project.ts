import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import type { GenerateOptions } from "./options.ts";
import { packageJson } from "./project/package-json.ts";
import { environmentView, readmeView } from "./project/views.ts";
import { copied, render } from "./render/index.ts";

/** What stands around the code: package.json, settings of the tools, README, CI. */
export const project = (architecture: Architecture, options: GenerateOptions): readonly GeneratedFile[] => [
  ...copied("project"),
  merged("package.json", packageJson(architecture, options)),
  merged(".env.example", render("project/.env.example.hbs", environmentView(architecture))),
  merged("README.md", render("project/README.md.hbs", readmeView(architecture))),
];

const merged = (path: string, content: string): GeneratedFile => ({ path, content, ownership: "merged" });
