import type { GeneratedFile } from "../../model/file-tree.ts";

const schemaLine = "# yaml-language-server: $schema=./node_modules/keybeam/schemas/architecture.schema.json\n";

/** A spec that tells editors where its schema lies, once keybeam is installed beside it. */
export const withSchemaLine = (spec: string): string => (/^# yaml-language-server: /mu.test(spec) ? spec : `${schemaLine}${spec}`);

/** What an editor is asked to offer: completion and hover for the spec, the formatter and the tests for the code. */
export const editorFiles: readonly GeneratedFile[] = [
  {
    path: ".vscode/extensions.json",
    // As the formatter of the project lays it out.
    content: '{\n  "recommendations": ["redhat.vscode-yaml", "biomejs.biome", "vitest.explorer"]\n}\n',
    ownership: "seeded",
  },
];
