import type { ImportGraph } from "../graph.ts";
import type { Project } from "../project.ts";

const PROSE = /\.(?:md|txt|lock)$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|CODEOWNERS)$/;

/**
 * Whether a text besides the imports names a file by its folder and its name, as a tool's configuration, a script or a string in the code
 * may. Prose may name what it likes.
 */
export function isNamedElsewhere(path: string, { files }: ImportGraph, project: Project): boolean {
  const name = path.replace(/(?:\.d)?\.[^./]+$/, "").split("/").slice(-2).join("/");
  const imports = new Map(files.map((file) => [file.path, file.edges]));
  return project.paths.some((one) => {
    if (PROSE.test(one)) return false;
    const text = project.read(one)[0] ?? "";
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const isImport = imports.get(one)?.some(({ fact }) => fact.start <= at && at < fact.end) ?? false;
      if (!isImport) return true;
    }
    return false;
  });
}
