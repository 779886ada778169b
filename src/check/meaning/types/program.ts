import { Project as MorphProject, ts } from "ts-morph";
import type { SourceFile } from "../../graph.ts";

/** Files with their types. */
export interface Typed {
  readonly checker: ts.TypeChecker;
  readonly sourceOf: (path: string) => ts.SourceFile | undefined;
  /** The path within the project of a file of the program; null for what the language brings along. */
  readonly pathOf: (source: ts.SourceFile) => string | null;
  /** How much work the types were so far, in types made from generic ones. The same for the same code. */
  readonly work: () => number;
}

/**
 * Works out the types of files that lie in memory alone: imports lead where the graph says, packages are `any`, and of TypeScript's own files those
 * of the language are there, which ts-morph brings. Nothing on the disk is looked at, no setting of the project is obeyed.
 */
export function typed(files: readonly SourceFile[], read: (path: string) => string): Typed {
  const targets = new Map(files.map((file) => [file.path, targetsOf(file)]));
  const morph = new MorphProject({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    compilerOptions: OPTIONS,
    resolutionHost: () => ({
      resolveModuleNames: (names, from) => names.map((name) => resolved(targets.get(from.slice(1))?.get(name))),
    }),
  });
  for (const { path } of files) if (isTyped(path)) morph.createSourceFile(`/${path}`, read(path));
  const program = morph.getProgram().compilerObject;
  const checker = program.getTypeChecker();
  const pathOf = ({ fileName }: ts.SourceFile) => (targets.has(fileName.slice(1)) ? fileName.slice(1) : null);
  return { checker, sourceOf: (path) => program.getSourceFile(`/${path}`), pathOf, work: () => program.getInstantiationCount() };
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  allowJs: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  lib: ["lib.es2023.d.ts"],
  types: [],
};

export function isTyped(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function targetsOf({ edges }: SourceFile): ReadonlyMap<string, string> {
  return new Map(edges.flatMap(({ fact, to }) => (fact.specifier === null || to === null ? [] : [[fact.specifier, to.path]])));
}

function resolved(path: string | undefined): ts.ResolvedModule | undefined {
  return path === undefined || !isTyped(path) ? undefined : { resolvedFileName: `/${path}`, isExternalLibraryImport: false };
}
