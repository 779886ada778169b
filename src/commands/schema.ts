import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./context.ts";
import { packageRoot } from "./package.ts";

/** `keybeam schema`: the JSON Schema of the spec language, for editors. */
export const schema: Command<Record<string, never>> = async () => {
  const text = readFileSync(join(packageRoot, "schemas", "architecture.schema.json"), "utf8");
  return { command: "schema", exitCode: 0, asked: "text", diagnostics: [], summary: {}, text };
};
