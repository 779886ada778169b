import type { Proposal, ProposedLayer, Use } from "../../check/index.ts";

/** A proposal as the text of an architecture.yaml, which says what is a guess. `names` are the layers' names, in their order. */
export function specText(name: string, { layers, services, files, imports, unread }: Proposal, names: readonly string[]): string {
  return [
    "# yaml-language-server: $schema=./node_modules/keybeam/schemas/architecture.schema.json",
    `# Proposed by \`keybeam init\` from the folders and the imports of this repository: ${files} files, ${imports} imports.`,
    "# It is a guess, made to be corrected: every folder became a layer, though some may be none. Where layers import each other, the direction",
    "# with more imports counts as right; what goes against it is accepted in .keybeam/baseline.json, which may only shrink.",
    "# Not guessed: which packages a layer may import (`packages`), Node's modules (`builtins`), and a layer's entry files (`entry`).",
    "keybeam: 1",
    `name: ${name}`,
    "",
    "layers:",
    ...layers.flatMap((layer, index) => layerLines(layer, index, names)),
    ...serviceLines(services),
    ...excludeLines(unread),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function layerLines(layer: ProposedLayer, index: number, names: readonly string[]): readonly string[] {
  const list = (uses: readonly Use[]): string => `[${uses.map((use) => names[use.layer]).join(", ")}]`;
  const counts = (uses: readonly Use[]): string => uses.map((use) => `${names[use.layer]} ${use.imports}`).join(", ");
  const rule = (key: string, uses: readonly Use[]): readonly string[] => (uses.length === 0 ? [] : [`    ${key}: ${list(uses)}  # imports: ${counts(uses)}`]);
  return [
    `  ${names[index]}:  # ${layer.files.length} ${layer.files.length === 1 ? "file" : "files"}`,
    `    paths: [${layer.globs.map((glob) => JSON.stringify(glob)).join(", ")}]`,
    ...(layer.uses.length === 0 ? ["    uses: []"] : rule("uses", layer.uses)),
    ...rule("typesOf", layer.typesOf),
    ...(layer.against.length === 0 ? [] : [`    # Against the direction, so in the baseline; imports: ${counts(layer.against)}`]),
  ];
}

function serviceLines(services: readonly string[]): readonly string[] {
  if (services.length === 0) return [];
  return [
    "",
    "# These look like services. Declared, each may be imported through its contract.ts alone, and crossing a border is a finding:",
    `# services: { ${services.map((service) => `${service}: {}`).join(", ")} }`,
    "# auth: { model: none }",
  ];
}

/** A path in the words of a glob. */
const asGlob = (path: string): string => path.replace(/[\\*?[\]{}()!+@|]/g, "\\$&");

function excludeLines(unread: readonly string[]): readonly string[] {
  if (unread.length === 0) return [];
  return ["", "check:", "  # These could not be read, being too large or too deep, so nothing in them is checked.", `  exclude: [${unread.map((path) => JSON.stringify(asGlob(path))).join(", ")}]`];
}
