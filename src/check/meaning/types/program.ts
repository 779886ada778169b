import { Project as MorphProject, ts } from "ts-morph";
import type { SourceFile } from "../../graph.ts";
import { noTrees, type Trees } from "../trees.ts";

/** Files with their types. */
export interface Typed {
  readonly checker: ts.TypeChecker;
  readonly sourceOf: (path: string) => ts.SourceFile | undefined;
  /** The path within the project of a file of the program; null for what the language brings along. */
  readonly pathOf: (source: ts.SourceFile) => string | null;
  /** How much work the types were so far, in types made from generic ones. The same for the same code. */
  readonly work: () => number;
}

/** Files as the compiler reads them, and where what each of them imports leads. */
export interface Read {
  readonly sources: ReadonlyMap<string, ts.SourceFile>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Those of which there are trees are not parsed again. */
export function parsed(files: readonly SourceFile[], textOf: (path: string) => string, trees: Trees = noTrees): Read {
  const sources = files.flatMap(({ path }) => (isTyped(path) ? [[path, trees.of(path) ?? parse(path, textOf(path))] as const] : []));
  return { sources: new Map(sources), targets: new Map(files.map((file) => [file.path, targetsOf(file)])) };
}

/**
 * Works out the types of files that lie in memory alone: imports lead where the graph says, packages are `any`, and of TypeScript's own files those
 * of the language are there, which ts-morph brings. Nothing on the disk is looked at, no setting of the project is obeyed.
 */
export function typed(files: Read): Typed {
  const { targets } = files;
  const sources = new Map([...files.sources].map(([path, source]) => [`/${path}`, source]));
  for (const source of languageFiles()) sources.set(source.fileName, source);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => sources.get(name),
    fileExists: (name) => sources.has(name),
    readFile: (name) => sources.get(name)?.text,
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => ({ resolvedModule: resolved(targets.get(from.slice(1))?.get(text)) })),
    getDefaultLibFileName: () => `${LIBRARY}/${LANGUAGE}`,
    getDefaultLibLocation: () => LIBRARY,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
  };
  const program = ts.createProgram({ rootNames: [...sources.keys()], options: OPTIONS, host });
  const pathOf = ({ fileName }: ts.SourceFile) => (targets.has(fileName.slice(1)) ? fileName.slice(1) : null);
  return { checker: program.getTypeChecker(), sourceOf: (path) => sources.get(`/${path}`), pathOf, work: () => program.getInstantiationCount() };
}

/** Comments say something of types in JavaScript alone; elsewhere they are half of what there is to read. */
function parse(path: string, text: string): ts.SourceFile {
  const jsDocParsingMode = /\.[cm]?jsx?$/.test(path) ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone;
  return ts.createSourceFile(`/${path}`, text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode });
}

/** TypeScript's files of the language, from ts-morph, which holds them in memory and gives them to a program of any file. */
function languageFiles(): readonly ts.SourceFile[] {
  const morph = new MorphProject({ useInMemoryFileSystem: true, compilerOptions: OPTIONS });
  morph.createSourceFile("/any.ts", "");
  return morph.getProgram().compilerObject.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${LIBRARY}/`));
}

const LIBRARY = "/node_modules/typescript/lib";
const LANGUAGE = "lib.es2023.d.ts";

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
  lib: [LANGUAGE],
  types: [],
};

function isTyped(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function targetsOf({ edges }: SourceFile): ReadonlyMap<string, string> {
  return new Map(edges.flatMap(({ fact, to }) => (fact.specifier === null || to === null ? [] : [[fact.specifier, to.path]])));
}

function resolved(path: string | undefined): ts.ResolvedModuleFull | undefined {
  const extension = EXTENSIONS.find((one) => path?.endsWith(one));
  return path === undefined || extension === undefined ? undefined : { resolvedFileName: `/${path}`, extension, isExternalLibraryImport: false };
}

/** Those of `isTyped`; of two that end alike the longer comes first. */
const EXTENSIONS: readonly ts.Extension[] = [
  ts.Extension.Dts, ts.Extension.Dmts, ts.Extension.Dcts, ts.Extension.Ts, ts.Extension.Tsx, ts.Extension.Mts, ts.Extension.Cts,
  ts.Extension.Js, ts.Extension.Jsx, ts.Extension.Mjs, ts.Extension.Cjs,
];
