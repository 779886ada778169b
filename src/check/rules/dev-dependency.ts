import type { Edge } from "../graph.ts";
import { locate, topOf } from "../locate.ts";
import { folderOf } from "../resolve/paths.ts";
import { isFree } from "./edges.ts";
import { packageEdges } from "./packages.ts";
import type { CodeRule } from "./rule.ts";

/** What production code loads is installed in production. */
export const devDependency: CodeRule = {
  id: "dev-dependency",
  severity: "error",
  find: (graph) =>
    packageEdges(graph, ({ place }) => place !== null && !isFree(place))
      .filter(({ edge, name, declared: { path, production, development } }) => {
        return !isOfTypes(edge) && development.has(name) && !production.has(name) && !isToolFile(edge.from.path, path);
      })
      .map(({ edge, name, declared }) => ({
        message: `Production code imports ${name}, which ${declared.path} declares for development alone.`,
        at: locate(edge),
        target: name,
        related: [{ message: "its devDependencies stand here", at: topOf(declared) }],
        help: "Move it to `dependencies`, or write `import type` where types are all that is needed.",
      })),
};

/** A file of declarations loads nothing. */
function isOfTypes({ fact, from }: Edge): boolean {
  return fact.typeOnly || /\.d\.[cm]?ts$/.test(from.path);
}

/** Whether the file sets up a tool: `vite.config.ts` or `.lintstagedrc.js` beside the package.json; or a runner of tests: `vitest.setup.ts`, `setupTests.ts`. */
function isToolFile(path: string, manifest: string): boolean {
  const folder = folderOf(path);
  const name = path.slice(folder === "" ? 0 : folder.length + 1);
  if (/^(?:setup-?(?:tests?|files?)|(?:jest|vitest|test)[.-]?setup)\.[cm]?[jt]sx?$/i.test(name)) return true;
  return folder === folderOf(manifest) && /(?:\.config|^\..+rc)\.[cm]?[jt]s$/.test(name);
}
